import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { writePrivateFile } from "./write-private-file.js";

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** What is flushed to disk, with its size at that moment; the flush itself still happens. */
async function watchSyncs(): Promise<readonly string[]> {
  const folder = await open(tempDir(), "r");
  const prototype = Object.getPrototypeOf(folder) as FileHandle;
  await folder.close();
  const sync = prototype.sync;
  const seen: string[] = [];
  vi.spyOn(prototype, "sync").mockImplementation(async function (this: FileHandle) {
    const found = await this.stat();
    seen.push(found.isDirectory() ? "folder" : `file of ${found.size}`);
    return sync.call(this);
  });
  return seen;
}

afterEach(() => vi.restoreAllMocks());

// CFG-6
describe("writePrivateFile", () => {
  it("flushes the whole content before the rename, and the folder after it", async () => {
    const path = join(tempDir(), "f.json");
    writeFileSync(path, "old");
    const seen = await watchSyncs();
    const before: unknown[] = [];
    await writePrivateFile(path, "the new content", {
      beforeRename: async () => void before.push(readFileSync(path, "utf8"), ...seen),
    });
    expect(before).toEqual(["old", "file of 15"]);
    expect(seen).toEqual(["file of 15", "folder"]);
    expect(readFileSync(path, "utf8")).toBe("the new content");
  });

  it("makes a private file in private folders, all that it has to create", async () => {
    // CFG-1
    const path = join(tempDir(), "outer", "inner", "f.json");
    await writePrivateFile(path, "{}");
    expect([mode(path), mode(dirname(path)), mode(dirname(dirname(path)))]).toEqual(["600", "700", "700"]);
  });

  it("leaves the old file, and nothing beside it, when it is stopped before the rename", async () => {
    const path = join(tempDir(), "f.json");
    const stopped = new Error("stopped");
    const stop = { beforeRename: async () => Promise.reject(stopped) };
    await expect(writePrivateFile(path, "new", stop)).rejects.toBe(stopped);
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, "old");
    await expect(writePrivateFile(path, "new", stop)).rejects.toBe(stopped);
    expect([readdirSync(dirname(path)), readFileSync(path, "utf8")]).toEqual([["f.json"], "old"]);
  });
});
