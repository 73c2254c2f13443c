import { describe, expect, it } from "vitest";
import { boundedName, fileNameProblem, safeFileName, windowsPathProblem } from "./file-name.js";

describe("a file name for every system", () => {
  it.each([
    "",
    " ",
    ".",
    "..",
    "a/b",
    String.raw`a\b`,
    "a\0",
    "a\nb",
    "a:b",
    "what?",
    "a*",
    "a<b",
    "a>b",
    "a|b",
    'a"b',
    "a.",
    "a ",
    "字".repeat(67),
  ])("is not %j", (name) => {
    expect(fileNameProblem(name)).toEqual(expect.any(String));
  });

  it.each(["con", "CON", "Con.txt", "con .txt", "nul", "aux.tar.gz", "prn", "COM1", "com0.x", "lpt9", "COM¹", "CONIN$", "conout$.log"])(
    "is not %j, which Windows keeps for itself",
    (name) => {
      expect(fileNameProblem(name)).toBe("is reserved");
    },
  );

  it.each(["a", "a b.png", "console", "company.md", "con-1", "lpt10x", "Füchse v1.2.png", "字".repeat(66), ".hidden", "a'b", "~x"])(
    "is %j",
    (name) => {
      expect(fileNameProblem(name)).toBeUndefined();
    },
  );

  it("is made of any text, and falls back where nothing is left", () => {
    expect(safeFileName(String.raw`..\..\a <b>: c?.png `, "image")).toBe("a -b- c-.png");
    expect(safeFileName("openrouter/anthropic/claude:free", "x")).toBe("claude-free");
    expect(safeFileName("e\u0301", "x")).toBe("é");
    for (const text of ["", "...", "nul", "COM1.txt", "???", "a/"]) expect(safeFileName(text, "image")).toBe("image");
    for (const text of ["字".repeat(500), `${"x".repeat(119)}. more`, "👩‍👩‍👧‍👦".repeat(90)])
      expect(fileNameProblem(safeFileName(text, "image"))).toBeUndefined();
  });

  it("is bounded by bytes, and never ends in half a character", () => {
    expect(boundedName("aé字👍", 6)).toBe("aé字");
    expect(boundedName("aé字👍", 9)).toBe("aé字");
    expect(boundedName("aé字👍", 10)).toBe("aé字👍");
  });
});

describe("a path that Windows cannot make", () => {
  it.each([
    [String.raw`C:\pictures\what?.png`, '"what?.png" has characters that files may not have'],
    [String.raw`C:\pictures\cat.png:stream`, '"cat.png:stream" has characters that files may not have'],
    ["out/nul.png", '"nul.png" is reserved'],
    [String.raw`\\server\share\aux\cat.png`, '"aux" is reserved'],
    [String.raw`C:\end. \cat.png`, '"end. " is reserved'],
  ])("is said of %s", (path, problem) => {
    expect(windowsPathProblem(path)).toBe(problem);
  });

  it.each([
    String.raw`C:\pictures\cat.png`,
    "C:cat.png",
    String.raw`..\cat.png`,
    "./a/../cat.png",
    String.raw`\\server\share\cat.png`,
    String.raw`\\?\C:\pictures\cat.png`,
    String.raw`\\?\UNC\server\share\cat.png`,
  ])("is not %s", (path) => {
    expect(windowsPathProblem(path)).toBeUndefined();
  });
});
