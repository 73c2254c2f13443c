import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { mergeHeaders, redactHeaders } from "./headers.js";

describe("merging headers", () => {
  it("lets the later layer win, whatever the case, in its own spelling", () => {
    expect(mergeHeaders({ "HTTP-Referer": "a", Accept: "x" }, undefined, { "http-referer": "b" })).toEqual({
      "http-referer": "b",
      Accept: "x",
    });
  });

  it("does not reach the prototype", () => {
    const merged = mergeHeaders(JSON.parse('{"__proto__": "x", "constructor": "y"}') as Record<string, string>);
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
    expect(merged["constructor"]).toBe("y");
  });
});

// CLI-5, KEY-6
describe("headers as they are printed", () => {
  const { apiKey, token } = plantedSecrets("headers");

  it.each([
    "Authorization",
    "authorization",
    "Proxy-Authorization",
    "Cookie",
    "X-Api-Key",
    "x-apikey",
    "X-Provider-API-Keys",
    "X-Auth-Token",
    "X-Client-Secret",
  ])("%s is named and not spelt out", (name) => {
    const printed = redactHeaders({ [name]: token });
    expect(printed[name]).toBe("[redacted]");
    expectNoSecrets(printed, [token]);
  });

  it("shows which scheme was used", () => {
    expect(redactHeaders({ Authorization: `Bearer ${apiKey}` })).toEqual({ Authorization: "Bearer [redacted]" });
  });

  it("shows everything else", () => {
    const headers = { "HTTP-Referer": "https://openclaw.ai", "Content-Type": "application/json", "X-OpenRouter-Title": "OpenClaw" };
    expect(redactHeaders(headers)).toEqual(headers);
  });
});
