import { DEFAULT_FAILOVER, DEFAULT_TIMEOUTS, type ModelRow, RequestError, Secret } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import type { Credential } from "../credentials/resolve-credentials.js";
import { parseConfig } from "../parse-config.js";
import { type ResolvedTargets, resolveTargets, type ResolveTargetsOptions } from "./resolve-targets.js";

const key = (label: string): Credential => ({ secret: new Secret(`key-${label}`), label, origin: "environment" });
const resolve = (text: string, more: Partial<ResolveTargetsOptions> = {}): ResolvedTargets =>
  resolveTargets({ config: parseConfig(text).config, kind: "chat", credentials: [key("k")], ...more });
const defaults = (text: string): string => `{ agents: { defaults: { ${text} } } }`;
const refs = ({ targets }: ResolvedTargets): readonly string[] => targets.map(({ model, keyLabel }) => `${model.ref} ${keyLabel}`);

const CHAIN = defaults('model: { primary: "openrouter/a/one", fallbacks: ["openrouter/a/two", "openrouter/a/one"] }');

// FAIL-1
describe("the chain of candidates", () => {
  it("is the primary with every key, then each fallback with every key, nothing twice", () => {
    const resolved = resolve(CHAIN, { credentials: [key("x"), key("y")] });
    expect(refs(resolved)).toEqual(["openrouter/a/one x", "openrouter/a/one y", "openrouter/a/two x", "openrouter/a/two y"]);
    expect(resolved).toMatchObject({ strict: false, source: "configured" });
    expect(resolved.targets[1]?.apiKey.reveal()).toBe("key-y");
  });

  it("an explicit model alone is strict", () => {
    expect(resolve(CHAIN, { model: "openrouter/b/c" })).toMatchObject({ strict: true, source: "explicit", targets: { length: 1 } });
  });

  it("an explicit model brings its own fallbacks, or those of the call; an empty list switches them off", () => {
    const text = defaults('model: "openrouter/a/one", models: { "openrouter/B/c": { fallbacks: ["openrouter/b/d"], alias: "Bee" } }');
    expect(refs(resolve(text, { model: "bee" }))).toEqual(["openrouter/b/c k", "openrouter/b/d k"]);
    expect(resolve(text, { model: "bee" }).strict).toBe(false);
    expect(refs(resolve(text, { model: "bee", fallbacks: ["openrouter/x/y"] }))).toEqual(["openrouter/b/c k", "openrouter/x/y k"]);
    expect(resolve(text, { model: "bee", fallbacks: [] }).strict).toBe(true);
    expect(refs(resolve(CHAIN, { fallbacks: [] }))).toEqual(["openrouter/a/one k"]);
  });

  it("falls back to the default of each kind when nothing is configured", () => {
    const kinds = ["chat", "image", "video", "music", "speech", "transcription", "embedding", "vision"] as const;
    expect(kinds.map((kind) => resolve("{}", { kind }).targets[0]?.model.wireId)).toEqual([
      "openrouter/auto",
      "google/gemini-3.1-flash-image-preview",
      "google/veo-3.1-fast",
      "google/lyria-3-pro-preview",
      "hexgrad/kokoro-82m",
      "openai/whisper-large-v3-turbo",
      "openai/text-embedding-3-small",
      "openrouter/auto",
    ]);
    expect(resolve("{}").source).toBe("default");
  });

  it("leaves out a fallback of another provider, with a warning, and keeps the primary", () => {
    const resolved = resolve(defaults('model: { primary: "openrouter/a/b", fallbacks: ["anthropic/claude", "openrouter/a/c"] }'));
    expect(refs(resolved)).toEqual(["openrouter/a/b k", "openrouter/a/c k"]);
    expect(resolved.warnings).toMatchObject([{ code: "fallback_ignored", message: expect.stringContaining("anthropic/claude") }]);
  });

  it("guesses nothing: an unknown name is an error with suggestions", () => {
    // REF-1
    const text = defaults('models: { "openrouter/moonshotai/kimi-k2.6": { alias: "kimi" } }');
    expect(() => resolve(text, { model: "kimmi" })).toThrow(RequestError);
    expect(() => resolve(text, { model: "a/b" })).toThrow("not set up here");
    expect(refs(resolve(text, { model: "a/b", allowWireId: true }))).toEqual(["openrouter/a/b k"]);
  });

  it("takes an image model of another provider for what it is", () => {
    expect(() => resolve(defaults('imageModel: "anthropic/claude-x"'), { kind: "vision" })).toThrow('the provider "anthropic"');
    expect(refs(resolve(defaults('imageModel: "openrouter/qwen/vl"'), { kind: "vision" }))).toEqual(["openrouter/qwen/vl k"]);
  });

  it("an agent's own model, aliases and parameters come on top", () => {
    const text = `{ agents: { defaults: { model: "openrouter/a/b", params: { topP: 0.1, seed: 1 } }, list: [{ id: "w", model: "fast", models: { "openrouter/c/d": { alias: "fast" } }, params: { top_p: 0.2 } }] } }`;
    const [target] = resolve(text, { agent: "w" }).targets;
    expect([target?.model.ref, target?.params]).toEqual(["openrouter/c/d", { topP: 0.2, seed: 1 }]);
  });

  it("respects modelPolicy.allow for models that are asked for by name", () => {
    const text = defaults('model: "openrouter/x/y", modelPolicy: { allow: ["openrouter/a/*", "openrouter/auto"] }');
    expect(refs(resolve(text))).toEqual(["openrouter/x/y k"]);
    expect(resolve(text, { model: "openrouter/a/b" }).strict).toBe(true);
    expect(() => resolve(text, { model: "openrouter/x/y" })).toThrow("not allowed by agents.defaults.modelPolicy.allow");
  });

  it("without a key nothing is built", () => {
    // KEY-4
    expect(() => resolve("{}", { credentials: [] })).toThrow("OpenRouter API key missing");
  });
});

describe("models of tools.media", () => {
  it("transcription takes the audio entries of this provider, in order", () => {
    const text = `{ tools: { media: {
      models: [{ provider: "openrouter", model: "openai/second", capabilities: ["audio"] }, { provider: "openai", model: "x", capabilities: ["audio"] }],
      audio: { models: [{ provider: "openrouter", model: "openai/first" }, { type: "cli", command: "whisper" }], timeoutSeconds: 7 },
    } } }`;
    const resolved = resolve(text, { kind: "transcription" });
    expect(refs(resolved)).toEqual(["openrouter/openai/first k", "openrouter/openai/second k"]);
    expect(resolved.timeouts.totalMs).toBe(7000);
    expect(refs(resolve("{}", { kind: "transcription", model: "openai/whisper-1" }))).toEqual(["openrouter/openai/whisper-1 k"]);
  });
});

// FAIL-6
describe("time limits", () => {
  it("of chat come from failover, each with its default", () => {
    expect(resolve("{}").timeouts).toEqual(DEFAULT_TIMEOUTS);
    expect(resolve("{}").failover).toEqual(DEFAULT_FAILOVER);
    const { timeouts, failover } = resolve(defaults("failover: { connectMs: 1, firstTokenMs: 0, retries: 0, recoverMidStream: false }"));
    expect(timeouts).toEqual({ ...DEFAULT_TIMEOUTS, connectMs: 1, firstTokenMs: 0 });
    expect(failover).toEqual({ ...DEFAULT_FAILOVER, retries: 0, recoverMidStream: false });
  });

  it("of the provider count as the whole, unless failover.totalMs says more exactly", () => {
    const provider = "models: { providers: { openrouter: { timeoutSeconds: 9 } } }";
    expect(resolve(`{ ${provider} }`).timeouts.totalMs).toBe(9000);
    expect(resolve(`{ ${provider}, agents: { defaults: { failover: { totalMs: 5 } } } }`).timeouts.totalMs).toBe(5);
  });

  it("of a call beat those of the kind", () => {
    // IMG-1
    const text = defaults("imageGenerationModel: { timeoutMs: 180_000 }");
    expect(resolve(text, { kind: "image" }).timeouts).toMatchObject({ totalMs: 180_000, responseMs: 180_000 });
    expect(resolve(text, { kind: "image", overrides: { timeoutMs: 5 } }).timeouts).toMatchObject({ totalMs: 5, responseMs: 5 });
    expect(resolve("{}", { kind: "music" }).timeouts.totalMs).toBe(300_000);
    expect(resolve("{}", { kind: "video" }).timeouts).toMatchObject({ totalMs: 600_000, responseMs: DEFAULT_TIMEOUTS.responseMs });
  });
});

describe("parameters", () => {
  const params = (text: string, more: Partial<ResolveTargetsOptions> = {}) => resolve(text, more).targets[0]?.params;

  it("merge in order, in one spelling", () => {
    const text = `{
      models: { providers: { openrouter: { params: { temperature: 0.1, top_p: 0.1 } } } },
      agents: { defaults: { params: { temperature: 0.2, max_tokens: 10 }, model: "openrouter/a/b",
        models: { "openrouter/a/b": { params: { temperature: 0.3, extra_body: { user: "u" }, serviceTier: "flex", my_own: 1 } } } } },
    }`;
    expect(params(text)).toEqual({
      temperature: 0.3,
      topP: 0.1,
      maxTokens: 10,
      extraBody: { user: "u" },
      other: { serviceTier: "flex", my_own: 1 },
    });
    expect(params(text, { overrides: { params: { temperature: 0 } } })?.temperature).toBe(0);
  });

  it("provider routing merges key by key, per model over provider-wide, and reaches no prototype", () => {
    // CHAT-5
    const text = `{
      models: { providers: { openrouter: {
        params: { provider: { order: ["a"], allow_fallbacks: true, "constructor": 1 } },
        models: [{ id: "a/b", compat: { openRouterRouting: { zdr: true, only: ["r"] } } }] } } },
      agents: { defaults: { model: "openrouter/a/b", models: { "openrouter/a/b": { params: { provider: { order: ["b"], only: ["p"], "prototype": 2, "__proto__": { x: 1 } } } } } } },
    }`;
    const provider = params(text)?.provider;
    expect(provider).toEqual({ order: ["b"], allow_fallbacks: true, zdr: true, only: ["p"] });
    expect(Object.keys(provider ?? {})).not.toContain("constructor");
  });

  it("of the wrong type are left out with a warning; cache seconds are brought into range", () => {
    const resolved = resolve(
      defaults('params: { temperature: "hot", stop: "x", responseCacheTtl: 999_999, cacheRetention: "forever", seed: null }'),
    );
    expect(resolved.targets[0]?.params).toEqual({ stop: ["x"], responseCacheTtlSeconds: 86_400 });
    expect(resolved.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining("temperature"),
      expect.stringContaining("cacheRetention"),
    ]);
  });

  it("thinking is the model's, else the default", () => {
    const text = defaults(
      'thinkingDefault: "low", model: "openrouter/a/b", models: { "openrouter/c/d": { params: { thinking: "high" } } }',
    );
    expect(resolve(text).thinking).toBe("low");
    expect(resolve(text, { model: "openrouter/c/d" })).toMatchObject({ thinking: "high", targets: [{ params: {} }] });
    expect(resolve("{}")).not.toHaveProperty("thinking");
  });
});

// CFG-5
describe("the provider's settings", () => {
  const openrouter = (text: string): string => `{ models: { providers: { openrouter: { ${text} } } } }`;

  it("base URL, headers and attribution reach the target", () => {
    const [target] = resolve(
      openrouter(
        'baseUrl: "https://proxy.test/v1/", headers: { "X-A": "1", "X-B": "2" }, request: { headers: { "x-a": "3" } }, attribution: { title: "Mine", categories: ["a", "b"] }',
      ),
    ).targets;
    expect(target?.endpoint).toEqual({ baseUrl: "https://proxy.test/v1", origin: "https://proxy.test", verified: false });
    expect(target?.headers).toEqual({ "x-a": "3", "X-B": "2" });
    expect(target?.attribution).toEqual({ referer: "https://openclaw.ai", title: "Mine", categories: "a,b" });
    expect(resolve(openrouter("attribution: false")).targets[0]?.attribution).toBe(false);
  });

  it("request.auth puts the key into another header", () => {
    const text = openrouter('request: { auth: { mode: "header", headerName: "X-Key", value: "v", prefix: "K " } }');
    expect(resolve(text).targets[0]?.headers).toEqual({ "X-Key": "K v" });
  });

  it("a base URL of the speech settings counts for speech only", () => {
    const text = '{ tts: { providers: { openrouter: { baseUrl: "https://tts.test/v1" } } } }';
    expect(resolve(text, { kind: "speech" }).targets[0]?.endpoint.origin).toBe("https://tts.test");
    expect(resolve(text).targets[0]?.endpoint.origin).toBe("https://openrouter.ai");
  });

  it("rows extend the catalogue and override it", () => {
    const row: ModelRow = {
      id: "a/b",
      name: "Upstream",
      contextTokens: 1000,
      inputModalities: ["text"],
      outputModalities: ["text"],
      pricing: { prompt: "0.5", request: "1" },
      supportedParameters: ["tools", "reasoning"],
      reasoning: { mandatory: false, maxTokens: false },
    };
    const text = openrouter(
      'models: [{ id: "a/b", contextWindow: 5, input: ["text", "image"], cost: { input: 2 }, reasoning: false }, { id: "own/model", maxTokens: 7 }]',
    );
    const rows = (wireId: string): ModelRow | undefined => (wireId === "a/b" ? row : undefined);
    expect(resolve(text, { model: "openrouter/a/b", rows }).targets[0]?.traits).toMatchObject({
      name: "Upstream",
      contextTokens: 5,
      input: ["text", "image"],
      tools: true,
      price: { promptUsd: 0.000002, requestUsd: 1 },
    });
    expect(resolve(text, { model: "openrouter/a/b", rows }).targets[0]?.traits).not.toHaveProperty("reasoning");
    expect(resolve(text, { model: "openrouter/own/model" }).targets[0]?.traits).toMatchObject({ known: true, maxOutputTokens: 7 });
  });

  it("a value whose variable is not set stops its use, and only that", () => {
    // CFG-2
    const text = openrouter('baseUrl: "https://${NOPE}/v1"');
    expect(() => resolve(text)).toThrow("models.providers.openrouter.baseUrl references the environment variable NOPE, which is not set.");
    const other = defaults(
      'model: "openrouter/a/b", models: { "openrouter/c/d": { params: { stop: "${NOPE}" } } }, imageGenerationModel: "openrouter/${NOPE}/x"',
    );
    expect(refs(resolve(other))).toEqual(["openrouter/a/b k"]);
    expect(() => resolve(other, { model: "openrouter/c/d" })).toThrow("NOPE");
    expect(() => resolve(other, { kind: "image" })).toThrow("NOPE");
  });
});
