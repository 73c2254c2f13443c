import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { link, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { publishFile, type PublishFacts } from "./publish-file.js";

const refusal = (code: string): Error => Object.assign(new Error(code), { code });
const refuse = (code: string) => async (): Promise<never> => {
  throw refusal(code);
};

/** A file that is to become `final`, and a Windows on which nobody waits for real. */
function windows(files: Partial<NonNullable<PublishFacts["files"]>>): {
  readonly temporary: string;
  readonly path: string;
  readonly waits: number[];
  readonly facts: PublishFacts;
} {
  const folder = tempDir();
  const [temporary, path] = [join(folder, "new.part"), join(folder, "final")];
  writeFileSync(temporary, "new");
  const waits: number[] = [];
  const facts: PublishFacts = { system: "win32", wait: async (ms) => waits.push(ms), files: { link, rename, rm, ...files } };
  return { temporary, path, waits, facts };
}

/** Refuses as Windows does while another program has the file open. */
function busyFor<Args extends readonly unknown[]>(times: number, work: (...args: Args) => Promise<void>, code: string) {
  let left = times;
  return async (...args: Args): Promise<void> => {
    left -= 1;
    if (left >= 0) throw refusal(code);
    await work(...args);
  };
}

// CFG-6
describe("a file gets its name on Windows", () => {
  it.each(["EPERM", "EACCES", "EBUSY"])("when a reader lets go of the one that is there (%s)", async (code) => {
    const { temporary, path, waits, facts } = windows({ rename: busyFor(3, rename, code) });
    writeFileSync(path, "old");
    await expect(publishFile(temporary, path, true, facts)).resolves.toBe(true);
    expect([readFileSync(path, "utf8"), waits]).toEqual(["new", [10, 20, 40]]);
  });

  it("or says after about a second that it could not, and leaves the old one", async () => {
    const { temporary, path, waits, facts } = windows({ rename: refuse("EPERM") });
    writeFileSync(path, "old");
    await expect(publishFile(temporary, path, true, facts)).rejects.toMatchObject({ code: "EPERM" });
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(waits.reduce((sum, ms) => sum + ms)).toBeLessThan(2_000);
  });

  it("is not taken for one of somebody else because its first name cannot be removed yet", async () => {
    const { temporary, path, facts } = windows({ rm: refuse("EPERM") });
    await expect(publishFile(temporary, path, false, facts)).resolves.toBe(true);
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  it("leaves no empty file where neither a link nor a rename is to be had", async () => {
    const { temporary, path, facts } = windows({ link: refuse("EPERM"), rename: refuse("EPERM") });
    await expect(publishFile(temporary, path, false, facts)).rejects.toMatchObject({ code: "EPERM" });
    expect(existsSync(path)).toBe(false);
  });

  it("waits for nothing that is not about a file in use, and on no other system", async () => {
    const full = windows({ rename: refuse("ENOSPC") });
    await expect(publishFile(full.temporary, full.path, true, full.facts)).rejects.toMatchObject({ code: "ENOSPC" });
    const linux = windows({ rename: refuse("EPERM") });
    await expect(publishFile(linux.temporary, linux.path, true, { ...linux.facts, system: "linux" })).rejects.toMatchObject({
      code: "EPERM",
    });
    expect([...full.waits, ...linux.waits]).toEqual([]);
  });
});
