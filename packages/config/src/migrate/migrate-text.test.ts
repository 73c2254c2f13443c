import { INSTALLED_CONFIG, INSTALLED_MOVES } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../parse-config.js";
import { parseJson5 } from "../json5/parse-json5.js";
import { toValue } from "../json5/to-value.js";
import { migrateText } from "./migrate-text.js";

const ENV = { OPENROUTER_TTS_KEY: "sk-or-v1-SYNTHETICspeechNotARealKey000", TELEGRAM_BOT_TOKEN: "1:SYNTHETIC" };
const read = (text: string): unknown => toValue(parseJson5(text));
const migrated = (text: string): string => migrateText(text).text;
/** Every comment, without the indentation of its lines. */
const commentsOf = (text: string): readonly string[] =>
  (text.match(/(?<![:"])\/\/.*|\/\*[^]*?\*\//g) ?? []).map((comment) => comment.replaceAll(/\s+/g, " ")).toSorted();
const linesOf = (text: string): ReadonlySet<string> => new Set(text.split("\n").map((line) => line.trim()));

// CFG-3, CFG-6
describe("migrating a grown installation", () => {
  const result = migrateText(INSTALLED_CONFIG);

  it("moves every older spelling and leaves nothing to decide", () => {
    expect(result.moved.map(({ from, to }) => [from, to])).toEqual(INSTALLED_MOVES);
    expect(result.left).toEqual([]);
  });

  it("loads before and after, to the same configuration", () => {
    const [before, after] = [INSTALLED_CONFIG, result.text].map((text) => parseConfig(text, { env: ENV }));
    expect(after!.config).toEqual(before!.config);
    expect(after!.environment.values).toEqual(before!.environment.values);
    expect(before!.notes.map(({ code }) => code)).toContain("config_section_passed");
    expect(before!.warnings).toEqual([]);
  });

  it("loses no comment and no value, and changes only the lines of what it moves", () => {
    expect(commentsOf(result.text)).toEqual(commentsOf(INSTALLED_CONFIG));
    const lines = linesOf(result.text);
    const changed = [...linesOf(INSTALLED_CONFIG)].filter((line) => !lines.has(line));
    expect(changed).toEqual([
      "imageGenerationModel: {",
      'videoGenerationModel: "openrouter/google/veo-3.1-fast",',
      "list: [",
      '{ id: "main", default: true, identity: { name: "Molty", emoji: "🦞" } },',
      "tts: { enabled: false },",
      'voice: "af_alloy", // the calm one',
    ]);
  });

  it("keeps a moved section's own shape, one level further out", () => {
    expect(result.text).toContain(`  // spoken answers
  tts: {
    auto: "inbound",
    provider: "openrouter",
    summaryModel: "openrouter/auto",
    providers: {
      openrouter: {
        model: "hexgrad/kokoro-82m",
        speakerVoice: "af_alloy", // the calm one
`);
    expect(result.text).toContain(`        /* pictures:
           three minutes are enough */
        image: {`);
    expect(result.text).toContain('      OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICinstalledNotARealKey00", // limit: $20 a month\n');
  });

  it("changes nothing the second time", () => {
    expect(migrateText(result.text)).toEqual({ text: result.text, moved: [], left: [] });
  });
});

describe("migrating other styles of writing", () => {
  it("keeps a file of strict JSON strict JSON", () => {
    const before = JSON.stringify({ env: { A: "1" }, agents: { list: [{ id: "a b", tts: { enabled: true } }] } }, undefined, 2);
    const after = migrated(before);
    expect(JSON.parse(after)).toEqual({
      env: { vars: { A: "1" } },
      agents: { entries: { "a b": { id: "a b", tts: { auto: "always" } } } },
    });
  });

  it("keeps comments also where everything stands on one line", () => {
    expect(migrated("{ env: { A: '1' /* first */, vars: { B: '2' } }, }")).toBe("{ env: { vars: { B: '2', A: '1' /* first */ } }, }");
    expect(migrated("{ env: { vars: {}, A: /* why */ '1' } // last\n }")).toContain("A: /* why */ '1'");
    expect(migrated("{ env: {\n    A: '1', // first\n    vars: { B: '2' } }, }")).toBe(
      "{ env: {\n    vars: { B: '2', A: '1' /* first */ } }, }",
    );
  });

  it("keeps line ends and texts over several lines as they are", () => {
    const text = "{\r\n  messages: {\r\n    tts: {\r\n      persona: 'a\\\r\n      b',\r\n    },\r\n  },\r\n}\r\n";
    const after = migrated(text);
    expect(read(after)).toEqual({ messages: {}, tts: { persona: "a      b" } });
    expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});

describe("where both spellings are there", () => {
  it("joins what does not clash, and leaves to a person what does", () => {
    const text = `{
  messages: { tts: { auto: "off", mode: "final" } },
  tts: { auto: "always" },
  agents: { defaults: { imageGenerationModel: "openrouter/a/b", mediaModels: { image: "openrouter/c/d" } } },
}`;
    const result = migrateText(text);
    expect(result.moved).toEqual([{ from: "messages.tts.mode", to: "tts.mode" }]);
    expect(result.left).toEqual([
      { from: "messages.tts", to: "tts", reason: "clash" },
      { from: "agents.defaults.imageGenerationModel", to: "agents.defaults.mediaModels.image", reason: "clash" },
    ]);
    expect(read(result.text)).toMatchObject({ messages: { tts: { auto: "off" } }, tts: { auto: "always", mode: "final" } });
    expect(migrateText(result.text).text).toBe(result.text);
  });

  it("leaves a list of agents that cannot be a map", () => {
    const twice = '{ agents: { list: [{ id: "a" }, { id: "a" }] } }';
    expect(migrateText(twice)).toEqual({ text: twice, moved: [], left: [] });
  });
});
