import { describe, expect, it } from "vitest";
import { parseJson5 } from "../json5/parse-json5.js";
import { toValue } from "../json5/to-value.js";
import { migrateText } from "./migrate-text.js";

const read = (text: string): unknown => toValue(parseJson5(text));

// CFG-3, CFG-6
describe("a file with nothing to move", () => {
  it.each(["", " \n", "{}", "{ // words\n}", "{ tts: { auto: 'off' } }", "[]", "5"])("is left as it is: %j", (text) => {
    expect(migrateText(text)).toEqual({ text, moved: [], left: [] });
  });

  it("is named in the error when it cannot be read", () => {
    expect(() => migrateText("{ a: ", { file: "mine.json5" })).toThrow(
      expect.objectContaining({ code: "config_invalid", message: expect.stringContaining("mine.json5:1:") as string }),
    );
  });
});

describe("a key whose new place cannot hold it", () => {
  it.each([
    ["{ messages: { tts: { auto: 'off' } }, tts: 'on' }", "messages.tts", "tts"],
    ["{ env: { A: '1', vars: 5 } }", "env.A", "env.vars.A"],
    [
      "{ agents: { defaults: { videoGenerationModel: 'openrouter/a/b', mediaModels: [] } } }",
      "agents.defaults.videoGenerationModel",
      "agents.defaults.mediaModels.video",
    ],
    ["{ agents: { list: [{ id: 'a' }], entries: { b: {} } } }", "agents.list", "agents.entries"],
    ["{ tts: { enabled: true, auto: 'off' } }", "tts.enabled", "tts.auto"],
  ])("stays, and is said: %s", (text, from, to) => {
    expect(migrateText(text)).toEqual({ text, moved: [], left: [{ from, to, reason: "clash" }] });
  });

  it("says nothing of a section that is empty by now", () => {
    const { text, moved, left } = migrateText("{ messages: { tts: { mode: 'final' } }, tts: { auto: 'off' } }");
    expect(read(text)).toEqual({ messages: { tts: {} }, tts: { auto: "off", mode: "final" } });
    expect(moved).toEqual([{ from: "messages.tts.mode", to: "tts.mode" }]);
    expect(left).toEqual([]);
    expect(migrateText("{ messages: { tts: {} }, tts: { auto: 'off' } }").left).toEqual([]);
  });
});

describe("a key with both spellings", () => {
  it("is joined as deep as it goes", () => {
    const { text, moved, left } = migrateText(
      "{ messages: { tts: { providers: { openrouter: { model: 'old', speed: 1 }, other: { x: 1 } } } }, tts: { providers: { openrouter: { model: 'new' } } } }",
    );
    expect(moved.map(({ to }) => to)).toEqual(["tts.providers.openrouter.speed", "tts.providers.other"]);
    expect(left).toEqual([{ from: "messages.tts", to: "tts", reason: "clash" }]);
    expect(read(text)).toEqual({
      messages: { tts: { providers: { openrouter: { model: "old" } } } },
      tts: { providers: { openrouter: { model: "new", speed: 1 }, other: { x: 1 } } },
    });
  });
});

describe("a file that is included further down", () => {
  it("is migrated as far as both places are in it, and its keys are told by their whole path", () => {
    const { text, moved, left } = migrateText("{ imageGenerationModel: 'openrouter/a/b' }", { prefix: ["agents", "defaults"] });
    expect(read(text)).toEqual({ mediaModels: { image: "openrouter/a/b" } });
    expect(moved).toEqual([{ from: "agents.defaults.imageGenerationModel", to: "agents.defaults.mediaModels.image" }]);
    expect(left).toEqual([]);
  });

  it("keeps what would have to go into another file, and says so", () => {
    const text = "{ tts: { auto: 'off' }, other: 1 }";
    const left = [{ from: "messages.tts", to: "tts", reason: "other-file" }];
    expect(migrateText(text, { prefix: ["messages"] })).toEqual({ text, moved: [], left });
    expect(migrateText("{ tts: {} }", { prefix: ["messages"] }).left).toEqual([]);
  });

  it("may be an entry of a list", () => {
    const { text, moved } = migrateText("{ id: 'b', tts: { enabled: false } }", { prefix: ["agents", "list", 1] });
    expect(read(text)).toEqual({ id: "b", tts: { auto: "off" } });
    expect(moved).toEqual([{ from: "agents.list[1].tts.enabled", to: "agents.list[1].tts.auto" }]);
  });
});
