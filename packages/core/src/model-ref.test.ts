import fc from "fast-check";
import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { RequestError } from "./errors/request-error.js";
import { parseModelRef, type ParseModelRefOptions } from "./model-ref.js";

function failureOf(text: string, options?: ParseModelRefOptions): RequestError {
  try {
    parseModelRef(text, options);
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error(`"${text}" was taken for a model.`);
}

// REF-1
describe("reading a model reference", () => {
  it.each([
    ["openrouter/auto", "openrouter/auto"],
    ["openrouter/openrouter/auto", "openrouter/auto"],
    ["openrouter/openrouter/fusion", "openrouter/fusion"],
    ["openrouter/openrouter/hunter-alpha", "openrouter/hunter-alpha"],
    ["openrouter/anthropic/claude-sonnet-4.6", "anthropic/claude-sonnet-4.6"],
    ["openrouter/meta-llama/llama-3.3-70b-instruct:free", "meta-llama/llama-3.3-70b-instruct:free"],
    ["openrouter/x-ai/grok-4:nitro", "x-ai/grok-4:nitro"],
    ["openrouter/x/y:floor", "x/y:floor"],
    ["openrouter/x/y:online", "x/y:online"],
    ["openrouter/x/y:exacto", "x/y:exacto"],
    ["openrouter/x/y:thinking", "x/y:thinking"],
    ["openrouter/x/y:free:online", "x/y:free:online"],
    ["openrouter/~anthropic/claude-sonnet-latest", "~anthropic/claude-sonnet-latest"],
    ["openrouter/@preset/my-Preset", "@preset/my-Preset"],
    ["openrouter/x/y@preset/Mine", "x/y@preset/Mine"],
    ["openrouter/auto@preset/Mine", "openrouter/auto@preset/Mine"],
    ["openrouter/openrouter/auto@preset/Mine", "openrouter/auto@preset/Mine"],
    ["  OpenRouter/Anthropic/Claude-Sonnet-4.6  ", "anthropic/claude-sonnet-4.6"],
  ])("sends %s as %s", (ref, wireId) => {
    expect(parseModelRef(ref).wireId).toBe(wireId);
  });

  it("names the family, the author and the variants apart from each other", () => {
    // What it is called is itself a reference.
    expect(parseModelRef("openrouter/~openrouter/auto").ref).toBe("openrouter/~openrouter/auto");
    expect(parseModelRef("openrouter/~Anthropic/Claude-Opus-latest:nitro:online")).toEqual({
      ref: "openrouter/~anthropic/claude-opus-latest:nitro:online",
      wireId: "~anthropic/claude-opus-latest:nitro:online",
      family: "anthropic/claude-opus-latest",
      author: "anthropic",
      variants: ["nitro", "online"],
      router: false,
    });
  });

  it("knows a router, whose answering model is not known beforehand", () => {
    expect(parseModelRef("openrouter/auto").router).toBe(true);
    expect(parseModelRef("openrouter/openrouter/fusion").router).toBe(true);
    expect(parseModelRef("openrouter/openai/gpt-5.4").router).toBe(false);
  });

  it("shows the auto router by its short name and every other model by its full one", () => {
    expect(parseModelRef("openrouter/openrouter/auto").ref).toBe("openrouter/auto");
    expect(parseModelRef("openrouter/fusion").ref).toBe("openrouter/openrouter/fusion");
  });

  it("gives a bare preset no author", () => {
    expect(parseModelRef("openrouter/@preset/mine")).toMatchObject({ author: "", family: "", variants: [] });
  });
});

// REF-1
describe("aliases", () => {
  const aliases = { Opus: "openrouter/anthropic/claude-opus-5", fast: "openrouter/x-ai/grok-4:nitro" };

  it.each(["opus", "OPUS", " Opus "])("finds %j without regard to case", (text) => {
    expect(parseModelRef(text, { aliases }).wireId).toBe("anthropic/claude-opus-5");
  });

  it("does not follow an alias to another alias", () => {
    expect(failureOf("a", { aliases: { a: "b", b: "openrouter/x/y" } }).code).toBe("model_ref_invalid");
  });

  it("does not find what every object has", () => {
    expect(failureOf("constructor", { aliases }).code).toBe("model_ref_invalid");
  });
});

// REF-1: an error with suggestions, never a guess
describe("what is no model reference", () => {
  it.each([
    "",
    "   ",
    "kimi",
    "gpt-5.4",
    "/x",
    "openrouter/",
    "openrouter/x/",
    "openrouter//y",
    "openrouter/x/y/z",
    "openrouter/x y/z",
    "openrouter/@preset/..",
    "openai/gpt-5.4",
  ])("refuses %j instead of guessing", (text) => {
    expect(failureOf(text)).toMatchObject({ code: "model_ref_invalid", retryable: false });
  });

  it("offers what holds the word that was typed", () => {
    expect(failureOf("kimi", { known: ["openrouter/moonshotai/kimi-k2.6", "openrouter/x/y"] }).hint).toBe(
      'Did you mean "openrouter/moonshotai/kimi-k2.6"?',
    );
  });

  it("offers the model itself before its relatives, and what begins with the word before what holds it", () => {
    const known = ["openai/gpt-4o-mini-tts", "openai/gpt-4o-mini", "x/my-gpt-4o", "openai/gpt-4o-audio-preview", "openai/gpt-4o"];
    expect(failureOf("gpt-4o", { known: known.map((id) => `openrouter/${id}`) }).hint).toBe(
      'Did you mean "openrouter/openai/gpt-4o" or "openrouter/openai/gpt-4o-mini" or "openrouter/openai/gpt-4o-mini-tts"?',
    );
  });

  it("offers the nearest alias to a mistyped one", () => {
    expect(failureOf("opsu", { aliases: { opus: "openrouter/x/y" } }).hint).toBe('Did you mean "opus"?');
  });

  it("offers the full form to whoever leaves out the provider", () => {
    expect(failureOf("openai/gpt-5.4").hint).toBe('Did you mean "openrouter/openai/gpt-5.4"?');
  });

  it("shows the form when nothing is near", () => {
    expect(failureOf("zzz").hint).toContain("openrouter/<provider>/<model>");
  });

  it("does not repeat a key that was pasted into the wrong field", () => {
    const secrets = plantedSecrets("modelref");
    expectNoSecrets(failureOf(secrets.apiKey), secrets);
    expectNoSecrets(failureOf(`${secrets.apiKey}/x`), secrets);
  });

  it("answers a text of a million characters at once, and briefly", () => {
    const known = Array.from({ length: 400 }, (_, index) => `openrouter/author/model-${index}`);
    expect(failureOf("x".repeat(1_000_000), { known }).message.length).toBeLessThan(400);
  });
});

describe("the API's own ids", () => {
  it("are taken where the caller speaks the API's language", () => {
    expect(parseModelRef("openai/gpt-5.4", { allowWireId: true })).toMatchObject({
      wireId: "openai/gpt-5.4",
      ref: "openrouter/openai/gpt-5.4",
    });
    expect(parseModelRef("openrouter/auto", { allowWireId: true }).wireId).toBe("openrouter/auto");
    expect(parseModelRef("@preset/mine", { allowWireId: true }).wireId).toBe("@preset/mine");
  });
});

const slug = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,12}$/);
const wireIds = fc
  .tuple(fc.constantFrom("", "~"), slug, slug, fc.array(fc.constantFrom(":free", ":nitro", ":online"), { maxLength: 2 }))
  .map(([tilde, author, name, variants]) => `${tilde}${author}/${name}${variants.join("")}`);

// REF-1
describe("for every model id", () => {
  it("the shown reference reads back as the same model", () => {
    fc.assert(
      fc.property(wireIds, (wireId) => {
        const parsed = parseModelRef(`openrouter/${wireId}`);
        expect(parsed.wireId).toBe(wireId);
        expect(parseModelRef(parsed.ref)).toEqual(parsed);
      }),
    );
  });

  it("nothing but a RequestError is ever thrown, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), wireIds), (text) => {
        const outcome = ((): unknown => {
          try {
            return parseModelRef(text, { allowWireId: true, known: ["openrouter/x/y"] }).wireId;
          } catch (error) {
            return error;
          }
        })();
        expect(typeof outcome === "string" ? outcome.includes("/") : outcome instanceof RequestError).toBe(true);
      }),
    );
  });
});
