import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PrefillChannel } from "./prefill-channel.js";
import { PrefixChannel } from "./prefix-channel.js";

/** A text in pieces. */
const inPieces = fc.array(fc.string({ maxLength: 6 }), { maxLength: 8 });

describe("a prefix channel", () => {
  const run = (delivered: string, pieces: readonly string[]) => {
    const channel = new PrefixChannel(delivered);
    return { parts: pieces.map((piece) => channel.take(piece)), caughtUp: channel.caughtUp };
  };

  it("swallows what was delivered and passes what follows, also within one piece", () => {
    expect(run("Hello", ["He", "llo, ", "world"])).toEqual({ parts: ["", ", ", "world"], caughtUp: true });
  });

  it("knows when the answer departs, and when it has not caught up", () => {
    expect(run("Hello", ["He", "y"]).parts).toEqual(["", undefined]);
    expect(run("Hello", ["Hel"])).toEqual({ parts: [""], caughtUp: false });
    expect(run("", ["x"])).toEqual({ parts: ["x"], caughtUp: true });
  });

  // FAIL-5
  it("gives exactly the rest of any text that begins with what was delivered, however both are cut", () => {
    fc.assert(
      fc.property(inPieces, fc.nat(), (pieces, cut) => {
        const whole = pieces.join("");
        const delivered = whole.slice(0, cut % (whole.length + 1));
        const { parts, caughtUp } = run(delivered, pieces);
        expect(delivered + parts.join("")).toBe(whole);
        expect(caughtUp).toBe(true);
      }),
    );
  });
});

describe("a prefill channel", () => {
  const LONG = "It was a bright cold day in April,";
  const run = (delivered: string, ...pieces: readonly string[]) => {
    const channel = new PrefillChannel(delivered);
    return delivered + pieces.map((piece) => channel.take(piece)).join("") + channel.finish();
  };

  it("passes a continuation on as it comes", () => {
    const channel = new PrefillChannel(LONG);
    expect(channel.take(" and")).toBe(" and");
    expect(channel.take(" the")).toBe(" the");
    expect(channel.finish()).toBe("");
  });

  // FAIL-5
  it.each([
    ["an echo in one piece", LONG, [`${LONG} and`], `${LONG} and`],
    ["an echo in pieces", LONG, ["It was a ", "bright cold day in ", "April,", " and"], `${LONG} and`],
    ["an echo that ends within a piece", LONG, ["It was a bright cold day in Apr", "il, and"], `${LONG} and`],
    ["an echo and nothing else", LONG, [LONG], LONG],
    ["an echo of the text without its trailing space", `${LONG} `, [LONG, "and"], `${LONG} and`],
    ["an echo with the space", `${LONG} `, [LONG, " and"], `${LONG} and`],
    ["an echo with a line break for the space", `${LONG}\n`, [`${LONG}\nand`], `${LONG}\nand`],
    ["an echo of the trimmed text, then other white space", `${LONG} `, [LONG, "\nand"], `${LONG} \nand`],
    ["a space that is repeated", "Hello ", [" world"], "Hello world"],
    ["a space that is not repeated", "Hello ", ["world"], "Hello world"],
    ["two line breaks, one repeated", "Hello\n\n", ["\n", "world"], "Hello\n\nworld"],
    ["two line breaks in two pieces", "Hello\n\n", ["\n", "\n", "world"], "Hello\n\nworld"],
    ["a continuation that begins as the answer did", LONG, ["It was", " late"], `${LONG}It was late`],
    ["a short answer that is repeated on purpose", "No. ", ["No. ", "Never."], "No. No. Never."],
    ["nothing more to say", LONG, [], LONG],
    ["a continuation that ends as the answer began", LONG, ["It was"], `${LONG}It was`],
  ])("evens out %s", (_name, delivered, pieces, whole) => {
    expect(run(delivered, ...pieces)).toBe(whole);
  });

  // FAIL-5
  it("gives the whole text back, echoed or not, with the space repeated or not, however it is cut", () => {
    const long = fc.string({ minLength: 24, maxLength: 40 }).filter((text) => text.trim().length >= 24);
    const rest = fc.string({ minLength: 1, maxLength: 20 }).map((text) => `|${text}`);
    const space = fc.constantFrom("", " ", "\n", "\n\n", " \n ");
    fc.assert(
      fc.property(
        long,
        space,
        rest,
        fc.boolean(),
        fc.boolean(),
        fc.array(fc.nat(60), { maxLength: 4 }),
        (begin, gap, end, echo, again, cuts) => {
          const delivered = begin.trimEnd() + gap;
          const sent = (echo ? begin.trimEnd() : "") + (again ? gap : "") + end;
          const borders = [0, ...cuts.map((cut) => Math.min(cut, sent.length)).sort((a, b) => a - b), sent.length];
          const pieces = borders.slice(1).map((border, index) => sent.slice(borders[index], border));
          expect(run(delivered, ...pieces)).toBe(delivered + end);
        },
      ),
      { numRuns: 500 },
    );
  });
});
