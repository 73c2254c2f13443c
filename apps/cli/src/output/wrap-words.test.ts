import { styleText } from "node:util";
import { describe, expect, it } from "vitest";
import { wrapWords } from "./wrap-words.js";

// CLI-3
describe("words on lines of a terminal", () => {
  it("keeps a number beside its unit", () => {
    expect(wrapWords("12 in, 345 out · $0.0004 · 58 ms", 29)).toBe("12 in, 345 out · $0.0004 ·\n58 ms");
    expect(wrapWords("took 2 min 05 s", 13)).toBe("took 2 min\n05 s");
    expect(wrapWords("1200 (800 cached) in", 13)).toBe("1200\n(800 cached)\nin");
  });

  it("also where it is painted, and where a line begins with it", () => {
    const dim = styleText("dim", "58 ms", { validateStream: false });
    expect(wrapWords(`a b ${dim}`, 6)).toBe(`a b\n${dim}`);
  });

  it("parts them where one line has no room for both", () => {
    expect(wrapWords("1 extraordinary", 13)).toBe("1\nextraordinary");
    expect(wrapWords("1 2 3 4 5 6", 5)).toBe("1 2 3\n4 5 6");
  });

  it("counts what is shown: a wide letter takes two columns, an emoji of several parts as well", () => {
    expect(wrapWords("字字字 字字 字", 10)).toBe("字字字\n字字 字");
    expect(wrapWords("👩‍👩‍👧‍👦 ab cd", 5)).toBe("👩‍👩‍👧‍👦 ab\ncd");
    expect(wrapWords("é é é", 5)).toBe("é é é");
  });

  it("keeps spaces at the start, and the indent of further lines", () => {
    expect(wrapWords("  - one two three", 11, "    ")).toBe("  - one two\n    three");
  });
});
