import { chmodSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectNoSecrets, plantedSecrets, tempDir } from "@openclaw/testing";
import { describe, expect, it, vi } from "vitest";
import type { FileSecretProvider } from "../../secrets/secret-types.js";
import { readSecretFile } from "./secret-file.js";

const secrets = plantedSecrets("files");
const HOME = "/no/such/home";
const read = async (path: string, id: string, more: Partial<FileSecretProvider> = {}, home = HOME) =>
  readSecretFile({ source: "file", path, ...more }, id, home);

function fileWith(text: string, folder = tempDir()): string {
  const path = join(folder, "secret");
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

// KEY-3
describe("a file that holds one secret", () => {
  it("gives all of it but the line break at its end", async () => {
    for (const [text, value] of [
      ["  a b \n", "  a b "],
      ["a\r\n", "a"],
      ["a\n\n", "a\n"],
      ["a", "a"],
      ["a\nb", "a\nb"],
    ] as const) {
      expect(await read(fileWith(text), "value", { mode: "singleValue" })).toBe(value);
    }
  });

  it("has no other value", async () => {
    const path = fileWith(secrets.apiKey);
    await expect(read(path, "/key", { mode: "singleValue" })).rejects.toMatchObject({
      code: "config_invalid",
      message: `The secret file ${path} is not used: it holds a single value, so the id must be "value".`,
      hint: "Correct the file, or secrets.providers in the configuration.",
    });
  });

  it("may lie in the home folder", async () => {
    const home = tempDir();
    fileWith("s", home);
    expect(await read("~/secret", "value", { mode: "singleValue" }, home)).toBe("s");
  });
});

// KEY-3, KEY-6
describe("a secret file that is not used", () => {
  const reason = async (work: Promise<string>): Promise<string> => {
    const error = await work.then(
      () => new Error("it was used"),
      (thrown: unknown) => thrown as Error,
    );
    expectNoSecrets(error, secrets);
    return error.message.replace(/^The secret file .* is not used: (.*)\.$/, "$1");
  };
  const asJson = { mode: "json" } as const;

  it("says why, and never what it holds", async () => {
    const text = JSON.stringify({ key: secrets.apiKey, nested: {} });
    expect(await reason(read("relative/path", "/key"))).toBe("its path is not absolute");
    expect(await reason(read(join(tempDir(), "none"), "/key"))).toBe("it does not exist");
    expect(await reason(read(join(fileWith(text), "below"), "/key"))).toBe("a part of the path is a file, not a folder (ENOTDIR)");
    expect(await reason(read(tempDir(), "/key"))).toBe("it is not a regular file");
    expect(await reason(read(fileWith(secrets.apiKey), "/key", asJson))).toBe("it is not JSON");
    expect(await reason(read(fileWith(text), "/other", asJson))).toBe("it has no text at /other");
    expect(await reason(read(fileWith(text), "/nested"))).toBe("it has no text at /nested");
  });

  it("is one that is larger than it may be, by a byte", async () => {
    const path = fileWith("12345");
    expect(await read(path, "value", { mode: "singleValue", maxBytes: 5 })).toBe("12345");
    expect(await reason(read(path, "value", { mode: "singleValue", maxBytes: 4 }))).toBe("it is larger than 4 bytes");
    const large = fileWith(" ".repeat(1024 * 1024 + 1));
    expect(await reason(read(large, "value", { mode: "singleValue" }))).toBe("it is larger than 1048576 bytes");
  });

  it("is one that somebody else may read, reach by another name, or owns; unless that is allowed", async () => {
    const text = JSON.stringify({ key: "k" });
    const open = fileWith(text);
    chmodSync(open, 0o604);
    const twice = fileWith(text);
    linkSync(twice, `${twice}.2`);
    const link = `${fileWith(text)}.link`;
    symlinkSync(link.slice(0, -5), link);
    expect(await reason(read(open, "/key"))).toBe("others can read it; run: chmod 600");
    expect(await reason(read(twice, "/key"))).toBe("it has more than one hard link");
    expect(await reason(read(link, "/key"))).toBe("it is a symbolic link");
    for (const path of [open, twice, link]) expect(await read(path, "/key", { allowInsecurePath: true })).toBe("k");
    const foreign = fileWith(text);
    vi.spyOn(process, "getuid").mockReturnValue(4711);
    expect(await reason(read(foreign, "/key"))).toBe("it belongs to another user");
    expect(await read(foreign, "/key", { allowInsecurePath: true })).toBe("k");
  });

  it("is one that cannot be read in time: five seconds, or what is set, where 0 is for ever", async () => {
    const clock = vi.spyOn(AbortSignal, "timeout").mockReturnValue(AbortSignal.abort());
    const whole = { mode: "singleValue" } as const;
    expect(await reason(read(fileWith("x"), "value", whole))).toBe("it could not be read in time");
    expect(await reason(read(fileWith("x"), "value", { ...whole, timeoutMs: 70 }))).toBe("it could not be read in time");
    expect(clock.mock.calls).toEqual([[5000], [70]]);
    expect(await read(fileWith("x"), "value", { ...whole, timeoutMs: 0 })).toBe("x");
  });

  it("is no folder that is allowed to be open either", async () => {
    const folder = join(tempDir(), "folder");
    mkdirSync(folder);
    expect(await reason(read(folder, "/key", { allowInsecurePath: true }))).toBe("it is not a regular file");
  });
});
