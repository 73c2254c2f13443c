import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { readTextFile } from "./read-text.js";

// CFG-6
describe("a text file", () => {
  it("is read whole up to its bound, in UTF-8", async () => {
    const path = join(tempDir(), "f.json");
    writeFileSync(path, "größe");
    expect(await readTextFile(path, 7)).toBe("größe");
    await expect(readTextFile(path, 6)).rejects.toMatchObject({
      code: "config_io",
      message: `Cannot read ${path}: it is larger than 6 bytes.`,
    });
  });

  it("is undefined when there is none", async () => {
    expect(await readTextFile(join(tempDir(), "f.json"), 10)).toBeUndefined();
  });

  it("is refused when it is no file", async () => {
    const path = tempDir();
    await expect(readTextFile(path, 10)).rejects.toMatchObject({
      code: "config_io",
      message: `Cannot read ${path}: it is not a regular file.`,
    });
  });

  it("is refused with one sentence where the system says no", async () => {
    const folder = tempDir();
    writeFileSync(join(folder, "file"), "");
    const path = join(folder, "file", "f.json");
    await expect(readTextFile(path, 10)).rejects.toMatchObject({
      code: "config_io",
      message: `${path} could not be read: a part of the path is a file, not a folder (ENOTDIR).`,
      hint: "Check the path and its permissions, or set OPENCLAW_CONFIG_PATH.",
    });
  });
});
