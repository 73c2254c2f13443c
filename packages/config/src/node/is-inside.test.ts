import { posix, win32 } from "node:path";
import { describe, expect, it } from "vitest";
import { isInside } from "./is-inside.js";

// CFG-1
describe("a file lies inside a folder", () => {
  it.each([
    ["c:/tools", "C:\\Tools\\key.exe", true],
    ["C:\\Tools\\", "C:\\Tools\\deep\\key.exe", true],
    ["C:\\", "C:\\key.exe", true],
    ["\\\\server\\share", "\\\\Server\\Share\\key.exe", true],
    ["C:\\Tools", "C:\\Toolshed\\key.exe", false],
    ["C:\\Tools", "D:\\Tools\\key.exe", false],
    ["C:\\Tools", "C:\\key.exe", false],
    ["C:\\Tools", "C:\\Tools", false],
  ])("on Windows: %s and %s: %s", (folder, file, inside) => {
    expect(isInside(folder, file, win32)).toBe(inside);
  });

  it.each([
    ["/opt/tools", "/opt/tools/key", true],
    ["/opt/tools/", "/opt/tools/..key", true],
    ["/", "/key", true],
    ["/opt/tools", "/opt/Tools/key", false],
    ["/opt/tools", "/opt/toolshed/key", false],
    ["/opt/tools", "/opt", false],
  ])("elsewhere: %s and %s: %s", (folder, file, inside) => {
    expect(isInside(folder, file, posix)).toBe(inside);
  });
});
