import { DEFAULT_TIMEOUTS, parseModelRef } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../parse-config.js";
import { configuredChoice, type TargetKind } from "./kinds.js";
import { knownRefs, modelEntries, readAliases } from "./model-entries.js";
import { modelAllowed } from "./model-policy.js";
import { resolveTimeouts } from "./timeouts.js";

const configOf = (document: object) => parseConfig(JSON.stringify(document)).config;
const inDefaults = (defaults: object, entries: object = {}) => configOf({ agents: { defaults, entries } });
const inMedia = (media: object) => configOf({ tools: { media } });

describe("the configured model of a kind", () => {
  it("is the agent's own for chat, else that of all agents, else none", () => {
    const config = inDefaults({ model: "openrouter/a/b" }, { own: { model: "openrouter/c/d" }, plain: {} });
    expect(configuredChoice(config, "chat")).toMatchObject({ primary: "openrouter/a/b" });
    expect(configuredChoice(config, "chat", "own")).toMatchObject({ primary: "openrouter/c/d" });
    for (const agent of ["plain", "nobody"]) expect(configuredChoice(config, "chat", agent)).toMatchObject({ primary: "openrouter/a/b" });
    expect(configuredChoice(configOf({}), "chat", "nobody")).toEqual({});
  });

  it.each<[TargetKind, object]>([
    ["image", { mediaModels: { image: "openrouter/a/b" } }],
    ["video", { mediaModels: { video: "openrouter/a/b" } }],
    ["music", { mediaModels: { music: "openrouter/a/b" } }],
    ["embedding", { embeddingModel: "openrouter/a/b" }],
    ["vision", { imageModel: "openrouter/a/b" }],
  ])("is its own for %s", (kind, defaults) => {
    expect(configuredChoice(inDefaults(defaults), kind).primary).toBe("openrouter/a/b");
    expect(configuredChoice(configOf({}), kind).primary).toBeUndefined();
  });

  it("is the API's id or a whole ref for speech", () => {
    for (const model of ["acme/voice", "openrouter/acme/voice"]) {
      expect(configuredChoice(configOf({ tts: { providers: { openrouter: { model } } } }), "speech")).toEqual({
        primary: "openrouter/acme/voice",
      });
    }
  });

  it.each([
    ["transcription", "audio"],
    ["vision", "image"],
  ] as const)("of %s are the entries of tools.media.%s that are ours, then the shared ones that can do it", (kind, capability) => {
    const models = [
      { provider: "openrouter", model: "a/own" },
      { model: "openrouter/a/whole" },
      { model: "a/elsewhere" },
      { provider: "openai", model: "openrouter/a/theirs" },
      { provider: "openrouter", model: "a/command", type: "cli" },
      { provider: "openrouter" },
    ];
    const shared = [
      { provider: "openrouter", model: "a/shared", capabilities: ["video", capability] },
      { provider: "openrouter", model: "a/video", capabilities: ["video"] },
      { provider: "openrouter", model: "a/unsaid" },
    ];
    expect(configuredChoice(inMedia({ [capability]: { models }, models: shared }), kind)).toEqual({
      primary: "openrouter/a/own",
      fallbacks: ["openrouter/a/whole", "openrouter/a/shared"],
    });
    expect(configuredChoice(inMedia({ models: shared }), kind)).toEqual({ primary: "openrouter/a/shared", fallbacks: [] });
    expect(configuredChoice(configOf({}), kind)).toEqual({});
  });
});

describe("configured models", () => {
  const config = inDefaults(
    { models: { "openrouter/A/b": { alias: " bee " }, "openrouter/a/c": { alias: " " }, "openrouter/*": {}, "anthropic/x": {} } },
    { own: { models: { "openrouter/a/d": { alias: "bee" }, "openrouter/a/b": { params: { seed: 1 } } } } },
  );

  it("have aliases without blanks, and the agent's own win", () => {
    expect(readAliases(config)).toEqual({ bee: "openrouter/A/b" });
    expect(readAliases(config, "own")).toEqual({ bee: "openrouter/a/d" });
    expect(readAliases(config, "nobody")).toEqual({ bee: "openrouter/A/b" });
  });

  it("are known by name, each once", () => {
    expect(knownRefs(config)).toEqual(["openrouter/A/b", "openrouter/a/c", "openrouter/*", "anthropic/x"]);
    expect(knownRefs(config, "own")).toEqual([...knownRefs(config), "openrouter/a/d", "openrouter/a/b"]);
  });

  it("are found whatever their case, the agent's own last, beside names that are no refs of ours", () => {
    const model = parseModelRef("openrouter/a/b");
    expect(modelEntries(config, model, "own")).toEqual([{ alias: " bee " }, { params: { seed: 1 } }]);
    expect(modelEntries(config, parseModelRef("openrouter/a/z"))).toEqual([]);
  });
});

describe("a policy of models", () => {
  const allowed = (allow: readonly string[] | undefined, ref: string) =>
    modelAllowed(inDefaults(allow === undefined ? {} : { modelPolicy: { allow } }), ref);

  it("allows every model where it names none", () => {
    expect([allowed(undefined, "openrouter/a/b"), allowed([], "openrouter/a/b")]).toEqual([true, true]);
  });

  it("names models and whole groups of them, whatever the case", () => {
    const list = [" openrouter/A/b ", "openrouter/c/*"];
    for (const ref of ["openrouter/a/b", "openrouter/a/B", "openrouter/c/x", "openrouter/C/y:free"])
      expect(allowed(list, ref), ref).toBe(true);
    for (const ref of ["openrouter/a/bc", "openrouter/a", "openrouter/cc/x", "openrouter/c"]) expect(allowed(list, ref), ref).toBe(false);
    expect(allowed(["openrouter/*"], "openrouter/any/thing")).toBe(true);
    expect(allowed(["/*"], "openrouter/any/thing")).toBe(false);
  });
});

// FAIL-6
describe("the clocks of a kind", () => {
  const media = { mediaModels: { image: { primary: "openrouter/a/b", timeoutMs: 1 }, video: { timeoutMs: 2 }, music: { timeoutMs: 3 } } };
  const config = configOf({
    agents: { defaults: { ...media, embeddingModel: { primary: "openrouter/a/b", timeoutMs: 4 } } },
    tts: { timeoutMs: 5 },
    tools: { media: { audio: { timeoutSeconds: 6 }, image: { timeoutSeconds: 7 } } },
  });

  it.each<[TargetKind, number]>([
    ["image", 1],
    ["music", 3],
    ["embedding", 4],
    ["speech", 5],
    ["transcription", 6000],
  ])("of %s, which answers once, are all as long as the whole", (kind, ms) => {
    expect(resolveTimeouts(config, kind)).toEqual({ ...DEFAULT_TIMEOUTS, responseMs: ms, firstTokenMs: ms, totalMs: ms });
    expect(resolveTimeouts(config, kind, 0)).toEqual({ ...DEFAULT_TIMEOUTS, responseMs: 0, firstTokenMs: 0, totalMs: 0 });
  });

  it.each<[TargetKind, number]>([
    ["video", 2],
    ["vision", 7000],
  ])("of %s, which is more than one answer, end the whole alone", (kind, ms) => {
    expect(resolveTimeouts(config, kind)).toEqual({ ...DEFAULT_TIMEOUTS, totalMs: ms });
  });

  it("of chat are its own, and a call may end the whole", () => {
    expect(resolveTimeouts(config, "chat")).toEqual(DEFAULT_TIMEOUTS);
    expect(resolveTimeouts(config, "chat", 9)).toEqual({ ...DEFAULT_TIMEOUTS, totalMs: 9 });
    expect(resolveTimeouts(configOf({}), "embedding")).toEqual(DEFAULT_TIMEOUTS);
  });
});
