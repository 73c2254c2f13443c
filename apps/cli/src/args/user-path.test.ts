import { posix, win32 } from "node:path";
import { describe, expect, it } from "vitest";
import { userPath } from "./user-path.js";

const linux = { cwd: "/talk", env: { HOME: "/home/ann" } };
const windows = { cwd: String.raw`C:\talk`, env: { USERPROFILE: String.raw`C:\Users\Ann` } };

describe("a path as it was typed", () => {
  it.each([
    ["cat.png", "/talk/cat.png"],
    ["../cat.png", "/cat.png"],
    ["/tmp/cat.png", "/tmp/cat.png"],
    ["~", "/home/ann"],
    ["~/cat.png", "/home/ann/cat.png"],
    ["~ann/cat.png", "/talk/~ann/cat.png"],
    ["file:///tmp/a%20cat.png", "/tmp/a cat.png"],
  ])("is made absolute on Linux and macOS: %s", (text, path) => {
    expect(userPath(text, linux, posix)).toBe(path);
  });

  it.each([
    ["cat.png", String.raw`C:\talk\cat.png`],
    ["out/cat.png", String.raw`C:\talk\out\cat.png`],
    [String.raw`D:\cat.png`, String.raw`D:\cat.png`],
    [String.raw`~\cat.png`, String.raw`C:\Users\Ann\cat.png`],
    ["~/cat.png", String.raw`C:\Users\Ann\cat.png`],
    ["file:///C:/a%20cat.png", String.raw`C:\a cat.png`],
    ["file://server/share/cat.png", String.raw`\\server\share\cat.png`],
    [String.raw`\\?\C:\very\long\cat.png`, String.raw`\\?\C:\very\long\cat.png`],
    [String.raw`\\server\share\cat.png`, String.raw`\\server\share\cat.png`],
  ])("is made absolute on Windows: %s", (text, path) => {
    expect(userPath(text, windows, win32)).toBe(path);
  });

  it("is refused where a file URL is another machine's", () => {
    expect(() => userPath("file://server/share/cat.png", linux, posix)).toThrow("is not a file URL of this machine");
  });
});
