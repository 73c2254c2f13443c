import { describe, expect, it } from "vitest";
import { resolveEndpoint } from "../endpoint.js";
import { attributionHeaders, DEFAULT_ATTRIBUTION } from "./attribution.js";
import { requestHeaders } from "./request-headers.js";

const verified = resolveEndpoint();
const custom = resolveEndpoint("https://openrouter.ai.example/api/v1");

// NET-2
describe("attribution", () => {
  it("is sent to OpenRouter", () => {
    expect(requestHeaders({ endpoint: verified, attribution: DEFAULT_ATTRIBUTION, headers: {} })).toEqual({
      "HTTP-Referer": "https://openclaw.ai",
      "X-OpenRouter-Title": "OpenClaw",
      "X-OpenRouter-Categories": "cli-agent",
    });
  });

  it("is sent to nobody else", () => {
    expect(requestHeaders({ endpoint: custom, attribution: DEFAULT_ATTRIBUTION, headers: {} }, { Accept: "x" })).toEqual({ Accept: "x" });
  });

  it("can be switched off and replaced", () => {
    expect(attributionHeaders(true, false)).toEqual({});
    const attribution = { ...DEFAULT_ATTRIBUTION, title: "Mine" };
    expect(requestHeaders({ endpoint: verified, attribution, headers: {} })["X-OpenRouter-Title"]).toBe("Mine");
  });

  it("gives way to the user's own header, whatever its case", () => {
    const headers = requestHeaders({
      endpoint: verified,
      attribution: DEFAULT_ATTRIBUTION,
      headers: { "http-referer": "https://mine.example" },
    });
    expect(new Headers(headers).get("http-referer")).toBe("https://mine.example");
    expect(Object.keys(headers).filter((name) => name.toLowerCase() === "http-referer")).toHaveLength(1);
  });

  it("goes to a custom endpoint only where the user wrote it themselves", () => {
    expect(requestHeaders({ endpoint: custom, attribution: DEFAULT_ATTRIBUTION, headers: { "X-OpenRouter-Title": "Mine" } })).toEqual({
      "X-OpenRouter-Title": "Mine",
    });
  });
});
