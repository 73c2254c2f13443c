import { Secret } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../parse-config.js";
import { resolveHeaders } from "./headers.js";
import { refuseMissingVariables } from "./missing-variables.js";
import { resolveTargets, type ResolveTargetsOptions } from "./resolve-targets.js";

const credentials = [{ secret: new Secret("key"), label: "k", origin: "environment" as const }];
const configOf = (document: object) => parseConfig(JSON.stringify(document)).config;
const openrouter = (settings: object) => ({ models: { providers: { openrouter: settings } } });
const resolve = (document: object, more: Partial<ResolveTargetsOptions> = {}) =>
  resolveTargets({ config: configOf(document), kind: "chat", credentials, ...more });

// CFG-2
describe("a value whose variable is not set", () => {
  const speech = { tts: { providers: { openrouter: { baseUrl: "${GONE}", provider: { only: ["${GONE}"] } } } } };
  it.each<[string, object, Partial<ResolveTargetsOptions>]>([
    ["models.providers.openrouter.baseUrl", openrouter({ baseUrl: "${GONE}" }), {}],
    ["models.providers.openrouter.params.user", openrouter({ params: { user: "${GONE}" } }), {}],
    ["models.providers.openrouter.attribution.title", openrouter({ attribution: { title: "${GONE}" } }), {}],
    [
      "models.providers.openrouter.request.auth.prefix",
      openrouter({ request: { auth: { mode: "header", headerName: "x", value: "y", prefix: "${GONE}" } } }),
      {},
    ],
    ["models.providers.openrouter.models[0].name", openrouter({ models: [{ id: "a/b", name: "${GONE}" }] }), {}],
    ["agents.defaults.params.user", { agents: { defaults: { params: { user: "${GONE}" } } } }, {}],
    ["agents.entries.own.params.user", { agents: { entries: { own: { params: { user: "${GONE}" } } } } }, { agent: "own" }],
    ["tts.providers.openrouter.baseUrl", speech, { kind: "speech" }],
  ])("stops what would use it: %s", (path, document, more) => {
    expect(() => resolve(document, more)).toThrow(
      expect.objectContaining({
        code: "config_invalid",
        message: `${path} references the environment variable GONE, which is not set.`,
        hint: `Set GONE, or change ${path}.`,
        issues: [{ path, message: "references GONE, which is not set" }],
      }),
    );
  });

  it("stops nothing else", () => {
    expect(() => resolve(speech)).not.toThrow();
    expect(() => resolve({ agents: { entries: { own: { params: { user: "${GONE}" } } } } })).not.toThrow();
    const config = configOf({ agents: { defaults: { params: { user: "${GONE}" } } } });
    for (const path of ["agents.defaults.param", "defaults.params", "agents.defaults.params.use"]) {
      expect(() => refuseMissingVariables(config, [path])).not.toThrow();
    }
    for (const path of ["agents", "agents.defaults.params", "agents.defaults.params.user"]) {
      expect(() => refuseMissingVariables(config, [path])).toThrow("which is not set");
    }
  });
});

// NET-2
describe("the user's own headers", () => {
  it("are joined without regard to case: the request's over the row's over the provider's", () => {
    const config = configOf(
      openrouter({ headers: { "X-One": "provider", "X-Two": "provider" }, request: { headers: { "x-one": "request" } } }),
    );
    expect(resolveHeaders(config, { "x-TWO": new Secret("row"), "x-three": new Secret("row") })).toEqual({
      "x-one": "request",
      "x-TWO": "row",
      "x-three": "row",
    });
  });

  it("reach no prototype", () => {
    const headers = JSON.parse('{"__proto__":"x","constructor":"x","prototype":"x","x-mine":"y"}') as Record<string, string>;
    const secrets = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, new Secret(value)]));
    expect(Object.entries(resolveHeaders(configOf({}), secrets))).toEqual([["x-mine", "y"]]);
  });

  it("are refused while they are references", () => {
    expect(() => resolveHeaders(configOf({}), { "x-mine": { source: "file", id: "/a" } })).toThrow(
      expect.objectContaining({
        code: "config_invalid",
        message: "The header x-mine is a secret reference that has not been resolved.",
        hint: "Call activateSecrets on the configuration before resolveTargets.",
      }),
    );
  });
});

describe("what a target is given", () => {
  it("the routing of speech for speech alone", () => {
    const document = {
      ...openrouter({ params: { provider: { sort: "price" } } }),
      tts: { providers: { openrouter: { provider: { only: ["a"] } } } },
    };
    expect(resolve(document, { kind: "speech" }).targets[0]?.params).toEqual({ provider: { sort: "price", only: ["a"] } });
    expect(resolve(document).targets[0]?.params).toEqual({ provider: { sort: "price" } });
  });

  it("the agent's own level of thinking over the model's over that of all", () => {
    const levels = (own: object, more: Partial<ResolveTargetsOptions>) =>
      resolve(
        {
          agents: {
            defaults: { model: "openrouter/a/b", thinkingDefault: "low", models: { "openrouter/a/b": { params: { thinking: "high" } } } },
            entries: { own },
          },
        },
        more,
      ).thinking;
    expect(levels({ thinkingDefault: "minimal" }, { agent: "own" })).toBe("minimal");
    expect(levels({}, { agent: "own" })).toBe("high");
    expect(levels({}, { agent: "nobody" })).toBe("high");
    expect(levels({ thinkingDefault: "minimal" }, {})).toBe("high");
    expect(levels({}, { model: "openrouter/a/c" })).toBe("low");
    expect(resolve({})).not.toHaveProperty("thinking");
  });

  it("one warning for a value that is wrong for every model of the chain", () => {
    const { warnings } = resolve(
      { agents: { defaults: { model: { primary: "openrouter/a/b", fallbacks: ["openrouter/a/c"] } } } },
      { overrides: { params: { seed: "x", top_k: 1.5 } } },
    );
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining("seed"), expect.stringContaining("topK")]);
  });

  it("the row of its API id or of its ref, and a call's base URL before every other", () => {
    for (const id of ["a/b", "openrouter/a/b"]) {
      const { targets } = resolve(openrouter({ models: [{ id, maxTokens: 5 }] }), { model: "openrouter/a/b" });
      expect(targets[0]?.traits.maxOutputTokens).toBe(5);
    }
    const overrides = { baseUrl: "https://call.example/v1" };
    const document = {
      ...openrouter({ baseUrl: "https://config.example/v1" }),
      tts: { providers: { openrouter: { baseUrl: "https://speech.example/v1" } } },
    };
    const hosts = (["chat", "speech"] as const).flatMap((kind) => [resolve(document, { kind }), resolve(document, { kind, overrides })]);
    expect(hosts.map(({ targets }) => targets[0]?.endpoint.baseUrl)).toEqual([
      "https://config.example/v1",
      "https://call.example/v1",
      "https://speech.example/v1",
      "https://call.example/v1",
    ]);
  });
});

describe("a model that is not allowed", () => {
  const document = { agents: { defaults: { modelPolicy: { allow: ["openrouter/a/*"] } } } };

  it("is refused for chat when it is asked for by name, with what to add", () => {
    expect(() => resolve(document, { model: "openrouter/b/c" })).toThrow(
      expect.objectContaining({
        code: "config_invalid",
        message: 'Model override "openrouter/b/c" is not allowed by agents.defaults.modelPolicy.allow.',
        hint: 'Add "openrouter/b/c" or "openrouter/*" to agents.defaults.modelPolicy.allow.',
      }),
    );
  });

  it("is taken when it is configured, and for other kinds", () => {
    expect(resolve(document).strict).toBe(false);
    expect(resolve(document, { kind: "image", model: "openrouter/b/c" }).strict).toBe(true);
  });
});
