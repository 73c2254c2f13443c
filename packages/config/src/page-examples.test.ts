import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Credential, parseConfig, resolveCredentials, resolveTargets, type TargetKind } from "./index.js";
import { Secret } from "@openclaw/core";

const fixture = (name: string): string => readFileSync(new URL(`./__fixtures__/${name}.json5`, import.meta.url), "utf8");
const credentials: readonly Credential[] = [{ secret: new Secret("sk-or-x"), label: "given", origin: "flag" }];
const target = (text: string, kind: TargetKind) => resolveTargets({ config: parseConfig(text).config, kind, credentials }).targets[0];

// CFG-3
describe("the four examples of the OpenRouter page", () => {
  it("text: the key and the model count", async () => {
    const parsed = parseConfig(fixture("page-text"));
    const found = await resolveCredentials({ purpose: "chat", ...parsed });
    const resolved = resolveTargets({ config: parsed.config, kind: "chat", credentials: found });
    expect(resolved.targets.map(({ model, keyLabel }) => [model.ref, keyLabel])).toEqual([["openrouter/auto", "env:OPENROUTER_API_KEY"]]);
    expect(found[0]?.secret.reveal()).toBe("sk-or-...");
    expect(resolved.source).toBe("configured");
    expect(JSON.stringify(resolved)).not.toContain("sk-or-...");
  });

  it("image: the digit separator loads, and the time limit is the request's", () => {
    expect(target(fixture("page-image"), "image")).toMatchObject({
      model: { wireId: "google/gemini-3.1-flash-image-preview" },
      timeouts: { totalMs: 180_000, responseMs: 180_000 },
    });
  });

  it("video", () => {
    expect(target(fixture("page-video"), "video")).toMatchObject({
      model: { wireId: "google/veo-3.1-fast" },
      timeouts: { totalMs: 600_000, responseMs: 120_000 },
    });
  });

  it("speech", () => {
    const { config } = parseConfig(fixture("page-speech"));
    expect(config.tts).toMatchObject({
      auto: "always",
      provider: "openrouter",
      providers: { openrouter: { model: "hexgrad/kokoro-82m", voice: "af_alloy", responseFormat: "mp3" } },
    });
    expect(target(fixture("page-speech"), "speech")).toMatchObject({
      model: { wireId: "hexgrad/kokoro-82m" },
      timeouts: { totalMs: 30_000 },
    });
  });
});

describe("the newer spellings", () => {
  const without = ({ missingVariables: _missing, ...config }: ReturnType<typeof parseConfig>["config"]): unknown => config;

  it("give the same configuration as the older ones together", () => {
    const older = `{
      env: { OPENROUTER_API_KEY: "sk-or-..." },
      agents: { defaults: {
        model: { primary: "openrouter/auto" },
        imageGenerationModel: { primary: "openrouter/google/gemini-3.1-flash-image-preview", timeoutMs: 180_000 },
        videoGenerationModel: { primary: "openrouter/google/veo-3.1-fast" },
      } },
      messages: ${/messages: (\{[\s\S]*\}),\n\}/.exec(fixture("page-speech"))?.[1]},
    }`;
    expect(without(parseConfig(fixture("newer-spellings")).config)).toEqual(without(parseConfig(older).config));
  });

  it("win, key by key, where a file has both", () => {
    const { config } = parseConfig(`{
      agents: { defaults: {
        imageGenerationModel: "openrouter/old/image",
        mediaModels: { image: { timeoutMs: 5 } },
        videoGenerationModel: { primary: "openrouter/old/video", fallbacks: ["openrouter/old/second"] },
        mediaModels: { image: { timeoutMs: 5 }, video: "openrouter/new/video" },
      } },
      messages: { tts: { auto: "always", mode: "all" } }, tts: { auto: "off" },
    }`);
    expect(config.agents.defaults.mediaModels).toMatchObject({
      image: { primary: "openrouter/old/image", timeoutMs: 5 },
      video: { primary: "openrouter/new/video", fallbacks: ["openrouter/old/second"] },
    });
    expect(config.tts).toMatchObject({ auto: "off", mode: "all" });
  });

  it("agents.list and agents.entries mean the same", () => {
    const list = parseConfig(`{ agents: { list: [{ id: "a", model: "openrouter/x/y" }, { id: "b", params: { topP: 1 } }] } }`);
    const entries = parseConfig(`{ agents: { entries: { a: { model: "openrouter/x/y" }, b: { params: { topP: 1 } } } } }`);
    expect(list.config.agents.entries["a"]?.model).toEqual({ primary: "openrouter/x/y" });
    expect(entries.config.agents.entries["a"]?.model).toEqual({ primary: "openrouter/x/y" });
    expect(list.config.agents.entries["b"]?.params).toEqual(entries.config.agents.entries["b"]?.params);
  });

  it("`enabled` of older speech settings means always or off", () => {
    expect(parseConfig("{ messages: { tts: { enabled: true } } }").config.tts.auto).toBe("always");
    expect(parseConfig("{ messages: { tts: { enabled: true, auto: 'tagged' } } }").config.tts.auto).toBe("tagged");
  });
});

describe("a whole OpenClaw file", () => {
  it("loads, with a note on what is not used here", () => {
    // CFG-4
    const { config, notes, warnings } = parseConfig(fixture("after-onboarding"));
    expect(config.agents.defaults.model?.primary).toBe("openrouter/auto");
    expect(warnings).toEqual([]);
    expect(notes.map(({ code }) => code)).toEqual(["config_section_passed", "config_variable_missing"]);
    expect(notes[0]?.message).toMatch(/channels/);
  });
});
