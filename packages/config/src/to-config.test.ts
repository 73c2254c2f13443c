import { Secret } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { toConfig } from "./to-config.js";

/** A typed view as plain data, a sealed text as `<its text>`. */
function plain(value: unknown): unknown {
  if (value instanceof Secret) return `<${value.reveal()}>`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
const view = (document: object) => plain(toConfig(document)) as Record<string, Record<string, Record<string, unknown>>>;

// KEY-6
describe("the typed view of a configuration", () => {
  it("does not carry what belongs to others, which may hold secrets under names that nobody here knows", () => {
    const config = view({
      channels: { telegram: { botToken: "t" } },
      models: { providers: { openrouter: { apiKey: "k" }, other: { apiKey: "k" } } },
      tts: { providers: { openrouter: { voice: "v" }, other: { apiKey: "k" } } },
      agents: { entries: { one: { tts: { providers: { openrouter: { voice: "w" }, other: { apiKey: "k" } } } } } },
      tools: { media: { audio: { maxBytes: 5 } }, web: { search: { apiKey: "k" } } },
      gateway: { port: 5, remote: { token: "t" } },
    });
    expect(config["channels"]).toBeUndefined();
    expect(Object.keys(config["models"]?.["providers"] ?? {})).toEqual(["openrouter"]);
    expect(Object.keys(config["tts"]?.["providers"] ?? {})).toEqual(["openrouter"]);
    expect(config["agents"]?.["entries"]?.["one"]).toEqual({ tts: { providers: { openrouter: { voice: "w" } } } });
    expect(Object.keys(config["tools"] ?? {})).toEqual(["media"]);
    expect(config["tools"]?.["media"]?.["audio"]).toMatchObject({ maxBytes: 5 });
    expect(config["gateway"]).toMatchObject({ port: 5 });
    expect(config["gateway"]?.["remote"]).toBeUndefined();
  });

  it("carries the same names where they are ours: in parameters, and elsewhere in the gateway's settings", () => {
    const params = { providers: { other: 1 }, remote: true };
    const config = view({
      agents: { defaults: { params } },
      models: { providers: { openrouter: { params } } },
      gateway: { http: { endpoints: { remote: 1 } } },
    });
    expect(config["agents"]?.["defaults"]?.["params"]).toEqual(params);
    expect(config["models"]?.["providers"]?.["openrouter"]).toMatchObject({ params });
    expect(config["gateway"]?.["http"]).toMatchObject({ endpoints: { remote: 1 } });
  });

  it("seals secrets and nothing else, in lists too", () => {
    const config = view({
      models: {
        providers: {
          openrouter: { baseUrl: "https://h", apiKey: "k", models: [{ id: "a/b", headers: { "X-A": "s" } }], localService: null },
        },
      },
    });
    expect(config["models"]?.["providers"]?.["openrouter"]).toMatchObject({
      baseUrl: "https://h",
      apiKey: "<k>",
      models: [{ id: "a/b", headers: { "X-A": "<s>" } }],
      localService: null,
    });
  });

  it("misses no variable unless told so", () => {
    expect(toConfig({}).missingVariables).toEqual([]);
    const missing = [{ path: ["gateway", "bind"], name: "NOPE" }];
    expect(toConfig({}, missing).missingVariables).toEqual(missing);
  });
});
