import { describe, expect, it } from "vitest";
import { createDirectiveReader, readDirectives } from "./directive-reader.js";

const CASES: readonly [name: string, text: string, visible: string, found: Record<string, unknown>][] = [
  ["a block that is shown and spoken", "A [[tts]]say this[[/tts]] B", "A say this B", { tagged: true, marked: "say this" }],
  ["a block that is only spoken", "A [[tts:text]]hidden words[[/tts:text]]B", "A B", { tagged: true, marked: "hidden words" }],
  ["a bare tag", "[[tts]]Speak it all", "Speak it all", { tagged: true }],
  ["settings", 'x [[tts:voice=af_sky model="a/b" ]]y', "x y", { tagged: true, overrides: { voice: "af_sky", model: "a/b" } }],
  ["capitals", "[[TTS:Voice=Bob]]y[[/TTS]]", "y", { overrides: { voice: "Bob" } }],
  [
    "unknown keys",
    "[[tts:pitch=3 provider=acme]]y",
    "y",
    { tagged: true, overrides: {}, warnings: [{ code: "tts_directive_ignored" }, { code: "tts_directive_ignored" }] },
  ],
  ["inline code", "Write `[[tts]]` or ``a ` [[tts:x=1]]`` here", "Write `[[tts]]` or ``a ` [[tts:x=1]]`` here", { tagged: false }],
  ["fenced code", "A\n```\n[[tts]]x[[/tts]]\n```\nB [[tts]]c", "A\n```\n[[tts]]x[[/tts]]\n```\nB c", { tagged: true }],
  [
    "a fence with a language, quoted",
    "> ~~~md\n> [[tts]]\n> ~~~\n[[tts:voice=a]]z",
    "> ~~~md\n> [[tts]]\n> ~~~\nz",
    { overrides: { voice: "a" } },
  ],
  [
    "an unclosed backtick, to the end of its paragraph",
    "it`s [[tts]]\n\n[[tts:voice=a]]b",
    "it`s [[tts]]\n\nb",
    { overrides: { voice: "a" } },
  ],
  ["what only looks like one", "[[ttsx]] [[tt]] [tts] [[tts: a\nb]] [[[tts]]]", "[[ttsx]] [[tt]] [tts] [[tts: a\nb]] []", { tagged: true }],
  ["one that is never closed", "a [[tts:voice=x", "a [[tts:voice=x", { tagged: false }],
];

describe("speech directives", () => {
  for (const [name, text, visible, found] of CASES) {
    it(`are read and taken out: ${name} (TTS-2)`, () => {
      const read = readDirectives(text);
      expect(read.visible).toBe(visible);
      expect(read).toMatchObject(found);
      expect("marked" in read).toBe("marked" in found);
    });

    it(`are the same cut at every place: ${name} (TTS-2)`, () => {
      const whole = readDirectives(text);
      for (let first = 0; first <= text.length; first += 1) {
        for (const second of new Set([first, first + 1, first + 3, text.length])) {
          const reader = createDirectiveReader();
          const pieces = [text.slice(0, first), text.slice(first, second), text.slice(Math.max(first, second))].map((chunk) =>
            reader.push(chunk),
          );
          pieces.push(reader.end());
          expect(pieces.map((piece) => piece.visible).join(""), `cut at ${first} and ${second}`).toBe(whole.visible);
          expect(pieces.map((piece) => piece.spoken).join(""), `cut at ${first} and ${second}`).toBe(whole.spoken);
          expect(reader.found()).toEqual({
            tagged: whole.tagged,
            overrides: whole.overrides,
            warnings: whole.warnings,
            ...(whole.marked === undefined ? {} : { marked: whole.marked }),
          });
        }
      }
    });
  }

  it("are obeyed only as far as the policy allows (TTS-2)", () => {
    const text = "[[tts:provider=acme voice=a model=b/c]][[tts:text]]hidden[[/tts:text]]";
    expect(readDirectives(text, { allowProvider: true }).overrides).toEqual({ provider: "acme", voice: "a", model: "b/c" });
    const strict = readDirectives(text, { allowVoice: false, allowModelId: false, allowText: false });
    expect(strict).toMatchObject({ overrides: {}, visible: "hidden", warnings: [{}, {}, {}] });
    expect(readDirectives(text, { enabled: false })).toMatchObject({ visible: text, tagged: false });
  });
});
