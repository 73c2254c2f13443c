import { describe, expect, it } from "vitest";
import { cut, cutMiddle, cutNames } from "./cut.js";

describe("shortening a text", () => {
  it("goes by width, not by length", () => {
    expect(cut("漢字漢字", 5, true)).toBe("漢字…");
    expect(cut("abcdef", 4, false)).toBe("ab..");
    expect(cutMiddle("漢字漢字漢字", 8, true)).toBe("漢…漢字");
    expect(cutMiddle("abcdefghij", 8, false)).toBe("ab..ghij");
    expect(cutMiddle("abc", 3, true)).toBe("abc");
    expect(cut("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 5, true)).toBe("👩‍👩‍👧‍👦👩‍👩‍👧‍👦…");
  });
});

describe("names that tell rows apart", () => {
  it("are cut at the end where that keeps them apart", () => {
    expect(cutNames(["alpha-one", "beta-one"], 6, true)).toEqual([["alpha…"], ["beta-…"]]);
  });

  it("are all cut in the middle where two would look alike", () => {
    expect(cutNames(["openrouter/a/one", "openrouter/a/two", "short"], 10, true)).toEqual([["ope…/a/one"], ["ope…/a/two"], ["short"]]);
  });

  it("go on in further lines where they look alike even then, and only those", () => {
    const names = ["provider/gpt-4o-mini-preview", "provider/gpt-4o-preview", "other"];
    expect(cutNames(names, 12, true)).toEqual([["provider/", "gpt-4o-mini-", "preview"], ["provider/", "gpt-4o-", "preview"], ["other"]]);
  });

  it("may be the same where they are the same", () => {
    expect(cutNames(["same-name", "same-name"], 5, true)).toEqual([["same…"], ["same…"]]);
  });

  it("end also where a character is wider than its column", () => {
    expect(cutNames(["漢字", "漢語"], 1, true).flat().join("")).toContain("漢字");
  });
});
