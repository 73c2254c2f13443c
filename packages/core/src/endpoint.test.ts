import { describe, expect, it } from "vitest";
import { DEFAULT_BASE_URL, endpointUrl, resolveEndpoint } from "./endpoint.js";
import { ConfigError } from "./errors/config-error.js";

// NET-1
describe("OpenRouter itself", () => {
  it.each([
    ["https://openrouter.ai/api/v1", "https://openrouter.ai"],
    ["https://openrouter.ai/api/v1/", "https://openrouter.ai"],
    ["https://openrouter.ai/api/v1///", "https://openrouter.ai"],
    ["  https://openrouter.ai/api/v1  ", "https://openrouter.ai"],
    ["https://openrouter.ai/v1", "https://openrouter.ai"],
    ["https://openrouter.ai/api", "https://openrouter.ai"],
    ["https://OPENROUTER.ai:443/api/v1", "https://openrouter.ai"],
    ["https://openrouter.ai/api/v2/../v1", "https://openrouter.ai"],
    ["https://eu.openrouter.ai/api/v1", "https://eu.openrouter.ai"],
    ["https://us.openrouter.ai/v1", "https://us.openrouter.ai"],
  ])("is recognised in %j and written one way", (baseUrl, origin) => {
    expect(resolveEndpoint(baseUrl)).toEqual({ baseUrl: `${origin}/api/v1`, origin, verified: true });
  });

  it("is where requests go when nothing is configured", () => {
    expect(resolveEndpoint()).toEqual(resolveEndpoint(DEFAULT_BASE_URL));
  });
});

// NET-1: look-alikes
describe("what only looks like OpenRouter", () => {
  it.each([
    "http://openrouter.ai/api/v1",
    "https://openrouter.ai:8443/api/v1",
    "https://openrouter.ai.evil.com/api/v1",
    "https://openrouter.ai./api/v1",
    "https://evil-openrouter.ai/api/v1",
    "https://openrouterXai/api/v1",
    "https://xopenrouter.ai/api/v1",
    "https://api.openrouter.ai/api/v1",
    "https://eu.openrouter.ai.evil.com/api/v1",
    "https://evil.com/openrouter.ai/api/v1",
    "https://evil.com/https://openrouter.ai/api/v1",
    "https://openrouter.ai\\.evil.com/api/v1",
    "https://openrouter.ai%2eevil.com/api/v1",
    "https://openrouter.аi/api/v1",
    "https://openrouter.ai/api/v1/extra",
    "https://openrouter.ai/API/v1",
    "https://openrouter.ai/%61pi/v1",
    "https://openrouter.ai",
    "https://openrouter.ai/",
    "https://127.0.0.1/api/v1",
  ])("%j is a custom endpoint", (baseUrl) => {
    const verified = ((): boolean => {
      try {
        return resolveEndpoint(baseUrl).verified;
      } catch {
        return false;
      }
    })();
    expect(verified).toBe(false);
  });

  it.each(["https://openrouter.ai@evil.com/api/v1", "https://user:pass@openrouter.ai/api/v1", "https://user@openrouter.ai/api/v1"])(
    "%j is refused for its user info",
    (baseUrl) => {
      expect(() => resolveEndpoint(baseUrl)).toThrow(ConfigError);
    },
  );
});

describe("a custom endpoint", () => {
  it("keeps its path, its port and its scheme", () => {
    expect(resolveEndpoint("http://127.0.0.1:4000/proxy/v1/")).toEqual({
      baseUrl: "http://127.0.0.1:4000/proxy/v1",
      origin: "http://127.0.0.1:4000",
      verified: false,
    });
  });

  it("joins a path to its base", () => {
    expect(endpointUrl(resolveEndpoint("https://llm.example/v1/"), "/chat/completions")).toBe("https://llm.example/v1/chat/completions");
  });
});

describe("a base URL that cannot be used", () => {
  it.each([
    "",
    "openrouter.ai/api/v1",
    "ftp://openrouter.ai/api/v1",
    "file:///etc/passwd",
    "https://x.example/?a=1",
    "https://x.example/#a",
    "https://",
  ])("%j is refused with what to write instead", (baseUrl) => {
    const failure = (() => {
      try {
        return resolveEndpoint(baseUrl);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(ConfigError);
    expect(failure).toMatchObject({ code: "base_url_invalid", hint: expect.stringMatching(/./) });
  });

  // KEY-6
  it.each(["https://me:hunter2secret@ho st/v1", "https://me:hunter2secret@x.example/v1"])(
    "does not repeat the password in %j",
    (baseUrl) => {
      expect(() => resolveEndpoint(baseUrl)).toThrow(expect.not.objectContaining({ message: expect.stringContaining("hunter2secret") }));
    },
  );
});
