import { ConfigError } from "@openclaw/core";
import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../parse-config.js";
import type { LocatedIssue } from "../resolve-config.js";

function failureOf(text: string): ConfigError | undefined {
  try {
    parseConfig(text);
  } catch (error) {
    if (error instanceof ConfigError && error.code === "config_invalid") return error;
    throw error;
  }
  return undefined;
}
const issuesOf = (text: string): readonly LocatedIssue[] => failureOf(text)?.issues ?? [];
const lines = (text: string): readonly string[] => issuesOf(text).map(({ path, message }) => `${path}: ${message}`);

// CFG-4
describe("what is wrong with a file", () => {
  it("names the unknown key, where it stands, and the nearest known one", () => {
    expect(lines("{ agents: { defaults: { bogusKey: 1 } } }")).toEqual(['agents.defaults: Unrecognized key: "bogusKey"']);
    expect(lines("{ agents: { defaults: { thinkingDefalt: 'low' } } }")).toEqual([
      'agents.defaults: Unrecognized key: "thinkingDefalt" (did you mean "thinkingDefault"?)',
    ]);
    expect(lines("{ gatway: {} }")).toEqual([': Unrecognized key: "gatway" (did you mean "gateway"?)']);
    expect(lines("{ agents: { defaults: { model: { primry: 'x' } } } }")).toEqual([
      'agents.defaults.model: Unrecognized key: "primry" (did you mean "primary"?)',
    ]);
    expect(lines("{ agents: { defaults: { models: { 'openrouter/auto': { alais: 'x' } } } } }")).toEqual([
      'agents.defaults.models["openrouter/auto"]: Unrecognized key: "alais" (did you mean "alias"?)',
    ]);
  });

  it("names what is allowed", () => {
    expect(lines("{ agents: { defaults: { thinkingDefault: 'hihg' } } }")).toEqual([
      'agents.defaults.thinkingDefault: Invalid input (allowed: "off", "minimal", "low", "medium", "high", "xhigh", "adaptive", "max", "ultra"); did you mean "high"?',
    ]);
    expect(lines("{ gateway: { port: 'x' } }")).toEqual(["gateway.port: Invalid input: expected number"]);
    expect(lines("{ gateway: { port: 70_000 } }")).toEqual(["gateway.port: Invalid input: must be at most 65535"]);
    expect(lines("{ models: { providers: { openrouter: { apiKey: 5 } } } }")).toEqual([
      "models.providers.openrouter.apiKey: Invalid input: expected string or object",
    ]);
    expect(lines("{ models: { providers: { openrouter: { request: { proxy: { mode: 'socks' } } } } } }")).toEqual([
      'models.providers.openrouter.request.proxy.mode: Invalid input (allowed: "env-proxy", "explicit-proxy")',
    ]);
  });

  it("gives one message for each thing that is wrong, with its line", () => {
    const found = issuesOf("{\n  gateway: {\n    port: 0,\n    bnd: 1 },\n  agents: []\n}");
    expect(found.map(({ path, line }) => [path, line])).toEqual([
      ["gateway.port", 3],
      ["gateway", 4],
      ["agents", 5],
    ]);
  });

  it("never quotes a value: it may be a secret in the wrong place", () => {
    // KEY-6
    const secrets = plantedSecrets("issues");
    const misplaced = `{ agents: { defaults: { thinkingDefault: "${secrets.apiKey}", failover: { retries: "${secrets.token}" } } }, gateway: { auth: { mode: "${secrets.apiKey}" } }, models: "${secrets.token}" }`;
    const error: unknown = failureOf(misplaced);
    expectNoSecrets(error, secrets);
    expect(error).toMatchObject({ code: "config_invalid", issues: { length: 4 } });
  });

  it("leaves bags alone: params, headers, other providers of speech and models", () => {
    expect(
      lines(`{
        agents: { defaults: { params: { anything: { goes: [1] } }, models: { "anthropic/x": { params: { a: null } } } } },
        models: { providers: { openrouter: { headers: { "X-A": "b" }, params: { provider: { only: ["a"] } } }, anthropic: { whatever: 1 } } },
        tts: { providers: { elevenlabs: { stability: 0.5 } } },
        tools: { profile: "full", exec: { ask: "off" } },
        messages: { ackReaction: "x" },
      }`),
    ).toEqual([]);
  });

  // CFG-6
  it("does not take a model that no request could name, and suggests one", () => {
    const defaults = (text: string): readonly string[] => lines(`{ agents: { defaults: { ${text} } } }`);
    const how = 'Write it as "openrouter/<provider>/<model>", for example "openrouter/moonshotai/kimi-k2.6", or define an alias';
    expect(defaults('model: { primary: "gpt5" }')).toEqual([
      `agents.defaults.model.primary: Neither an alias nor a model reference. ${how}`,
    ]);
    expect(defaults('model: "quik", models: { "openrouter/a/b": { alias: "Quick" } }')).toEqual([
      'agents.defaults.model: Neither an alias nor a model reference. Did you mean "Quick"?',
    ]);
    const places = issuesOf(`{ agents: {
      defaults: {
        model: { primary: "openrouter/a b", fallbacks: ["openrouter/a/b", "gpt5"] },
        imageModel: "x",
        imageGenerationModel: { primary: "x" },
        mediaModels: { video: "x", music: { fallbacks: ["x"] } },
        models: { gpt5: {}, "openrouter/a/b": { fallbacks: ["x"] } } },
      entries: { own: { model: "x" } }, list: [{ id: "o", model: { primary: "x" } }] } }`);
    expect(places.map(({ path, line }) => [path, line])).toEqual([
      ["agents.defaults.model.primary", 3],
      ["agents.defaults.model.fallbacks[1]", 3],
      ["agents.defaults.imageModel", 4],
      ["agents.defaults.imageGenerationModel.primary", 5],
      ["agents.defaults.mediaModels.video", 6],
      ["agents.defaults.mediaModels.music.fallbacks[0]", 6],
      ["agents.defaults.models.gpt5", 7],
      ['agents.defaults.models["openrouter/a/b"].fallbacks[0]', 7],
      ["agents.entries.own.model", 8],
      ["agents.list[0].model.primary", 8],
    ]);
    const secrets = plantedSecrets("models");
    expectNoSecrets(failureOf(`{ agents: { defaults: { model: "${secrets.password}", imageModel: "${secrets.apiKey}" } } }`), secrets);
  });

  it("takes aliases, wildcards, variables, and other providers' models, with a note where one is the first choice", () => {
    const parsed = parseConfig(`{ agents: {
      defaults: {
        model: { primary: "opus", fallbacks: ["quick", "OpenRouter/auto", "vercel-ai-gateway/anthropic/claude"] },
        imageModel: "google/gemini",
        imageGenerationModel: "\${NOT_SET}",
        utilityModel: "whatever",
        models: { "anthropic/claude-opus": { alias: "opus" }, "openrouter/*": {}, "openrouter/a/b": { alias: "quick" } } },
      entries: { own: { model: "mine", models: { "openrouter/c/d": { alias: "Mine" } } } } } }`);
    expect(parsed.notes.filter(({ code }) => code !== "config_key_unused")).toEqual([
      {
        code: "config_model_passed",
        message:
          'Another provider\'s model, which is not used here: agents.defaults.model.primary, agents.defaults.imageModel. To use one from OpenRouter, write "openrouter/" before it.',
      },
    ]);
  });

  it("checks OpenRouter's routing where OpenClaw checks it", () => {
    const row = (routing: string): string =>
      `{ models: { providers: { openrouter: { models: [{ id: "a/b", compat: { openRouterRouting: ${routing} } }] } } } }`;
    expect(lines(row('{ order: ["x"], max_price: { prompt: "1" }, sort: { by: "price" }, preferred_max_latency: { p90: 2 } }'))).toEqual(
      [],
    );
    expect(lines(row("{ ordr: [] }"))).toEqual([
      'models.providers.openrouter.models[0].compat.openRouterRouting: Unrecognized key: "ordr" (did you mean "order"?)',
    ]);
  });
});
