import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { makeFolder } from "./make-folder.js";

// CFG-1
describe("makeFolder", () => {
  it("makes every missing folder with the mode, and leaves those that are there as they are", async () => {
    const there = join(tempDir(), "there");
    mkdirSync(there, { mode: 0o755 });
    await makeFolder(join(there, "a", "b", "c"), 0o700);
    const modes = ["", "a", "a/b", "a/b/c"].map((path) => (statSync(join(there, path)).mode & 0o777).toString(8));
    expect(modes).toEqual(["755", "700", "700", "700"]);
    await makeFolder(join(there, "a"));
  });

  it("takes a link to a folder for one, and several makers at once for one", async () => {
    const root = tempDir();
    mkdirSync(join(root, "real"));
    symlinkSync(join(root, "real"), join(root, "link"));
    await Promise.all(Array.from({ length: 12 }, () => makeFolder(join(root, "link", "x", "y"))));
    expect(existsSync(join(root, "real", "x", "y"))).toBe(true);
  });

  it("refuses a file in the way", async () => {
    const file = join(tempDir(), "file");
    writeFileSync(file, "");
    await expect(makeFolder(file)).rejects.toMatchObject({ code: "ENOTDIR" });
    await expect(makeFolder(join(file, "a", "b"))).rejects.toMatchObject({ code: "ENOTDIR" });
  });

  // Node's own recursive mkdir asks for ever here.
  it.runIf(existsSync("/proc/self"))(
    "ends where no folder can be made and the system says that the parent is missing",
    async () => {
      await expect(makeFolder("/proc/openclaw-test/a/b/c")).rejects.toMatchObject({ code: "ENOENT" });
    },
    5_000,
  );
});
