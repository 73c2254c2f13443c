import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { createTarget, type CreateTargetOptions, parseKey } from "./create-target.js";
import { ConfigError } from "./errors/config-error.js";

const { apiKey } = plantedSecrets("target");

describe("a target", () => {
  it("holds everything a request needs, from a model and a key", () => {
    const target = createTarget({ model: "openrouter/moonshotai/kimi-k2.6", apiKey });
    expect(target.model.wireId).toBe("moonshotai/kimi-k2.6");
    expect(target.endpoint).toMatchObject({ baseUrl: "https://openrouter.ai/api/v1", verified: true });
    expect(target.traits).toMatchObject({ known: true, contextTokens: 262_144, tools: true });
    expect(target.apiKey.reveal()).toBe(apiKey);
    expect(target.timeouts.connectMs).toBe(10_000);
  });

  // REF-2
  it("knows a bundled model by its dynamic variants too", () => {
    expect(createTarget({ model: "moonshotai/kimi-k2.6:nitro", apiKey }).traits.contextTokens).toBe(262_144);
  });

  it("takes the row that it is given over the bundled one", () => {
    const row = { id: "moonshotai/kimi-k2.6", name: "K", contextTokens: 1, inputModalities: [], outputModalities: [], pricing: {} };
    expect(createTarget({ model: "moonshotai/kimi-k2.6", apiKey, row }).traits.contextTokens).toBe(1);
  });

  it("changes only the timeouts that are given", () => {
    const { timeouts } = createTarget({ model: "x/y", apiKey, timeouts: { stallMs: 0 } });
    expect(timeouts).toMatchObject({ stallMs: 0, firstTokenMs: 180_000 });
  });

  it("keeps a default whose setting is undefined", () => {
    const { timeouts } = createTarget({
      model: "x/y",
      apiKey,
      timeouts: { stallMs: undefined, totalMs: 5 },
      row: undefined,
      params: undefined,
    });
    expect(timeouts).toMatchObject({ stallMs: 90_000, totalMs: 5 });
  });

  // REF-1: nothing is guessed.
  it.each(["gpt-5", "openrouters", "/gpt-5", "openai/gpt 5"])("refuses %s, and says how a model is written", (model) => {
    expect(() => createTarget({ model, apiKey })).toThrow(
      expect.objectContaining({
        code: "model_ref_invalid",
        message: `"${model}" is not a model id.`,
        hint: 'Write it as "openrouter/<provider>/<model>".',
      }),
    );
  });

  // Without types, anything may be given.
  it.each([{ apiKey }, { model: null, apiKey }, "openrouter/openai/gpt-5-mini"])("says that the model is missing: %j", (options) => {
    expect(() => createTarget(options as unknown as CreateTargetOptions)).toThrow(
      expect.objectContaining({ code: "model_ref_invalid", message: "The model is blank." }),
    );
  });

  // The SDKs of OpenAI and others write it so; left out unseen, the key would go to OpenRouter (KEY-6).
  it("refuses an address that is misspelt as other libraries write it", () => {
    const options = { model: "x/y", apiKey, baseURL: "https://gateway.example/v1" };
    expect(() => createTarget(options)).toThrow(expect.objectContaining({ code: "input_invalid", message: "baseURL is written baseUrl." }));
  });

  // KEY-6
  it("shows no key when it is printed", () => {
    expectNoSecrets(JSON.stringify(createTarget({ model: "x/y", apiKey })), [apiKey]);
  });
});

// KEY-6
describe("a key", () => {
  it("is taken as it is pasted", () => {
    expect(parseKey(`  ${apiKey}\n`).reveal()).toBe(apiKey);
  });

  it.each([
    ["", "key_missing"],
    [" \n ", "key_missing"],
    ["two words", "key_malformed"],
    ["line\nbreak", "key_malformed"],
    ["sk-or-v1-ключ", "key_malformed"],
    ["bell\u0007", "key_malformed"],
  ])("%j is refused as %s, without being repeated", (text, code) => {
    const failure = (() => {
      try {
        return parseKey(text);
      } catch (error) {
        return error as ConfigError;
      }
    })();
    expect(failure).toBeInstanceOf(ConfigError);
    expect(failure).toMatchObject({ code });
    expect(`${(failure as ConfigError).message} `).not.toContain(text.trim() === "" ? "never" : text);
  });
});
