import { describe, expect, it } from "vitest";
import { resolveIncludes } from "./include/resolve-includes.js";
import { parseJson5 } from "./json5/parse-json5.js";
import { foreignModelNotes, foreignNotes, missingWarnings, repeatedKeyWarnings } from "./notes.js";

// CFG-4
describe("notes on what passes without being checked", () => {
  it("name the sections of other parts of OpenClaw", () => {
    expect(foreignNotes({ gateway: {}, hooks: {}, channels: {} })).toEqual([
      { code: "config_section_passed", message: "Not used here and not checked: hooks, channels." },
    ]);
  });

  it("name the other providers of models", () => {
    expect(foreignNotes({ models: { providers: { anthropic: {}, openrouter: {}, google: {} } } })).toEqual([
      { code: "config_provider_passed", message: "Only models.providers.openrouter is used; not checked: anthropic, google." },
    ]);
  });

  it("name the keys that are checked and do nothing here", () => {
    const document = {
      auth: { cooldowns: {} },
      models: { mode: "replace" },
      gateway: { tls: { enabled: true }, controlUi: { enabled: false, root: "a" } },
    };
    expect(foreignNotes(document)).toEqual([
      { code: "config_key_unused", message: "Checked, and not used here: auth.cooldowns, models.mode." },
      { code: "config_gateway_unused", message: "The server does not act on: gateway.tls, gateway.controlUi.root." },
    ]);
  });

  it("are none where everything is ours, or nothing is there", () => {
    expect(foreignNotes({ gateway: {}, models: { providers: { openrouter: {} } } })).toEqual([]);
    expect(foreignNotes(undefined)).toEqual([]);
    expect(foreignModelNotes([])).toEqual([]);
  });

  it("name every first choice that is another provider's model, in one note", () => {
    const paths = [
      ["agents", "defaults", "model"],
      ["agents", "list", 0, "model"],
    ];
    expect(foreignModelNotes(paths)).toEqual([
      {
        code: "config_model_passed",
        message:
          'Another provider\'s model, which is not used here: agents.defaults.model, agents.list[0].model. To use one from OpenRouter, write "openrouter/" before it.',
      },
    ]);
  });
});

// CFG-2
it("warns of each variable that is not set, where it is used", () => {
  expect(missingWarnings([{ path: ["agents", "list", 0, "model"], name: "MODEL" }])).toEqual([
    {
      code: "config_variable_missing",
      message: "agents.list[0].model references the environment variable MODEL, which is not set.",
    },
  ]);
});

// CFG-2
describe("a name that is written twice in one object", () => {
  const warningsOf = (text: string) => repeatedKeyWarnings(parseJson5(text, "my.json")).map(({ message }) => message);

  it("is warned of where it stands the second time, as the last one counts", () => {
    expect(repeatedKeyWarnings(parseJson5("{ port: 1,\n bind: 'lan',\n 'port': 2 }", "my.json"))).toEqual([
      { code: "config_key_repeated", message: 'my.json:3: "port" is set more than once; the last one counts.' },
    ]);
    expect(warningsOf("{ a: 1,\n a: 2,\n a: 3 }")).toEqual([
      'my.json:2: "a" is set more than once; the last one counts.',
      'my.json:3: "a" is set more than once; the last one counts.',
    ]);
  });

  it("is found at any depth, also in lists", () => {
    expect(warningsOf("{ agents: { list: [{ id: 'a' },\n { id: 'b', id: 'c' }] } }")).toEqual([
      'my.json:2: "id" is set more than once; the last one counts.',
    ]);
  });

  it("is none where the same name stands in different objects", () => {
    expect(warningsOf("{ a: { id: 1 }, b: { id: 1 }, c: [{ id: 1 }, { id: 1 }] }")).toEqual([]);
  });

  it("is none where one of the two comes from an included file, which the other is meant to change", async () => {
    const top = parseJson5('{ $include: "a.json", port: 1 }', "my.json");
    const tree = await resolveIncludes(top, async () => ({ file: "a.json", text: "{ port: 2 }" }));
    expect(repeatedKeyWarnings(tree)).toEqual([]);
  });

  it("is found in an included file and beside what it includes, each where it stands", async () => {
    const top = parseJson5('{ tts: { $include: "a.json", mode: "all",\n mode: "final" } }', "my.json");
    const tree = await resolveIncludes(top, async () => ({ file: "a.json", text: "{ auto: 'off', mode: 'all',\n\n auto: 'always' }" }));
    expect(repeatedKeyWarnings(tree).map(({ message }) => message)).toEqual([
      'a.json:3: "auto" is set more than once; the last one counts.',
      'my.json:2: "mode" is set more than once; the last one counts.',
    ]);
  });
});
