import { describe, expect, it } from "vitest";
import { formatPath } from "../path/config-path.js";
import { checkModelRefs } from "./model-refs.js";

const check = (document: unknown) => {
  const { issues, foreign } = checkModelRefs(document);
  return { issues: issues.map(({ path, message }) => `${path}: ${message}`), foreign: foreign.map(formatPath) };
};
const FINE = { issues: [], foreign: [] };
const defaults = (settings: object) => ({ agents: { defaults: settings } });

// CFG-6
describe("every place that names a model", () => {
  const PLACES = [
    "model",
    "imageModel",
    "embeddingModel",
    "imageGenerationModel",
    "videoGenerationModel",
    "musicGenerationModel",
    "mediaModels.image",
    "mediaModels.video",
    "mediaModels.music",
  ];
  const at = (place: string, value: unknown): object => {
    const [outer = "", inner] = place.split(".");
    return { [outer]: inner === undefined ? value : { [inner]: value } };
  };

  it.each(PLACES)("%s: the first choice and what comes after it are looked at", (place) => {
    expect(check(defaults(at(place, "nobody"))).issues).toEqual([
      expect.stringMatching(new RegExp(`^agents\\.defaults\\.${place}: Neither an alias`)),
    ]);
    const { issues, foreign } = check(
      defaults(at(place, { primary: "google/gemini", fallbacks: ["openrouter/a/b", "nobody", "google/gemini"] })),
    );
    expect(issues).toEqual([expect.stringMatching(new RegExp(`^agents\\.defaults\\.${place}\\.fallbacks\\[1\\]: Neither an alias`))]);
    expect(foreign).toEqual([`agents.defaults.${place}.primary`]);
  });

  it("the others belong to other parts of OpenClaw", () => {
    expect(
      check(defaults({ pdfModel: "nobody", utilityModel: "nobody", decisionModel: "nobody", mediaModels: { other: "nobody" } })),
    ).toEqual(FINE);
  });

  it("none where there is nothing, or not what should be there, which is the checker's to say", () => {
    for (const document of [undefined, {}, { agents: { list: "x", entries: [], defaults: { models: 5, model: { fallbacks: "x" } } } }]) {
      expect(check(document)).toEqual(FINE);
    }
    expect(check(defaults({ models: { "openrouter/a/b": null, "openrouter/c/d": { alias: 5 } }, model: 5, imageModel: "" }))).toEqual(FINE);
    expect(check(defaults({ model: "  ", imageModel: { primary: "" } }))).toEqual(FINE);
  });
});

// CFG-6, REF-1
describe("an alias", () => {
  const models = { "openrouter/a/b": { alias: "Quick" }, "anthropic/opus": { alias: "opus" } };

  it("of the defaults counts for every agent, in any letter case and with blanks around it", () => {
    expect(check({ agents: { defaults: { models }, entries: { one: { model: "QUICK" } }, list: [{ model: " quick " }] } })).toEqual(FINE);
  });

  it("of one agent counts for no other", () => {
    const { issues } = check({ agents: { entries: { one: { models, model: "quick" }, two: { model: "quick" } } } });
    expect(issues).toEqual([expect.stringMatching(/^agents\.entries\.two\.model: Neither/)]);
  });

  it("may stand for another provider's model, which is no use here as a first choice", () => {
    expect(check(defaults({ models, model: " OPUS " })).foreign).toEqual(["agents.defaults.model"]);
    expect(check(defaults({ models, model: { fallbacks: ["opus"] } }))).toEqual(FINE);
  });

  it("that is blank is none", () => {
    const blank = { "openrouter/a/b": { alias: " " }, "openrouter/a/c": { alias: "" } };
    expect(check(defaults({ models: blank, model: "a" })).issues[0]).toContain("Write it as");
  });
});

// CFG-6
describe("a model that no request could name", () => {
  it("is told with the alias, the model of the file, or the default model that it is near to", () => {
    const models = { "openrouter/acme/brilliant-7": { alias: "Clever" }, "openrouter/acme/plain-1": {} };
    const message = (model: string) => check(defaults({ models, model })).issues[0];
    expect(message("clevr")).toBe('agents.defaults.model: Neither an alias nor a model reference. Did you mean "Clever"?');
    expect(message("brilliant")).toBe(
      'agents.defaults.model: Neither an alias nor a model reference. Did you mean "openrouter/acme/brilliant-7"?',
    );
    expect(message("kokoro")).toBe(
      'agents.defaults.model: Neither an alias nor a model reference. Did you mean "openrouter/hexgrad/kokoro-82m"?',
    );
  });

  it("or else with how one is written; the sentence goes on around it, so it has no full stop", () => {
    expect(check(defaults({ model: "zzz" })).issues).toEqual([
      'agents.defaults.model: Neither an alias nor a model reference. Write it as "openrouter/<provider>/<model>", for example "openrouter/moonshotai/kimi-k2.6", or define an alias',
    ]);
  });

  it("is no name with a variable or a wildcard in it", () => {
    expect(check(defaults({ model: "${MODEL}", imageModel: "x-*" }))).toEqual(FINE);
  });

  it("is not taken for another provider's where it only looks a little like one", () => {
    expect(check(defaults({ model: "openrouter/" })).foreign).toEqual([]);
    expect(check(defaults({ model: "-x/y" })).foreign).toEqual([]);
    expect(check(defaults({ model: "OpenRouter/a b" })).foreign).toEqual([]);
  });
});
