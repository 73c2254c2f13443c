import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { removeLeftovers, writeFileAtomic } from "./write-file-atomic.js";

async function* breaking(...pieces: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield new TextEncoder().encode(piece);
  throw new Error("cut");
}

// CFG-6, VID-1
describe("writeFileAtomic", () => {
  it("writes a name as long as names may be, whatever its characters take", async () => {
    const [folder, name] = [tempDir(), `${"字".repeat(83)}.json`];
    await writeFileAtomic(join(folder, name), "{}");
    expect(readdirSync(folder)).toEqual([name]);
  });

  it("makes folders and file with their modes", async () => {
    const path = join(tempDir(), "a", "f.json");
    await writeFileAtomic(path, "{}", { mode: 0o600, folderMode: 0o700 });
    expect([statSync(path).mode & 0o777, statSync(join(path, "..")).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  it("refuses a taken name with the system's code, or goes on to the next", async () => {
    const path = join(tempDir(), "a");
    writeFileSync(path, "earlier");
    await expect(writeFileAtomic(path, "new")).rejects.toMatchObject({ code: "EEXIST", path });
    const { path: used } = await writeFileAtomic(path, "new", { nextPath: (taken) => `${path}-${taken}` });
    expect([used, readFileSync(path, "utf8"), readFileSync(used, "utf8")]).toEqual([`${path}-1`, "earlier", "new"]);
    expect(readdirSync(join(path, "..")).toSorted()).toEqual(["a", "a-1"]);
  });

  it("goes on behind what an earlier run left, and hashes the whole", async () => {
    const path = join(tempDir(), "a");
    const kept = { temporaryName: ".a.part", keepTemporary: () => true };
    await expect(writeFileAtomic(path, breaking("mov", "ing "), kept)).rejects.toThrow("cut");
    expect(readFileSync(join(path, "..", ".a.part"), "utf8")).toBe("moving ");
    const seen: number[] = [];
    const options = { ...kept, continueAtBytes: 3, onBytes: (size: number) => void seen.push(size) };
    const written = await writeFileAtomic(path, "able", options);
    expect(written).toEqual({ path, sizeBytes: 7, sha256: createHash("sha256").update("movable").digest("hex") });
    expect([readFileSync(path, "utf8"), seen, readdirSync(join(path, ".."))]).toEqual(["movable", [7], ["a"]]);
  });

  it("clears up after killed writers of the same file only", async () => {
    const folder = tempDir();
    for (const name of [".a.1.part", ".b.1.part", "a.part"]) writeFileSync(join(folder, name), "");
    await removeLeftovers(join(folder, "a"));
    expect(readdirSync(folder).toSorted()).toEqual([".b.1.part", "a.part"]);
  });
});
