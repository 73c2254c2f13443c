import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { createIncludeReader } from "./read-include.js";

const folder = (): string => realpathSync(tempDir());

// CFG-2
describe("an included file", () => {
  it("is looked for beside the file that includes it, or in the home folder", async () => {
    const home = folder();
    mkdirSync(join(home, "sub"));
    writeFileSync(join(home, "sub", "a.json"), "{ a: 1 }");
    const read = await createIncludeReader(join(home, "openclaw.json"), {}, home);
    const found = { file: join(home, "sub", "a.json"), text: "{ a: 1 }" };
    expect(await read("./sub/a.json", join(home, "openclaw.json"))).toEqual(found);
    expect(await read("a.json", join(home, "sub", "other.json"))).toEqual(found);
    expect(await read("~/sub/a.json", join(home, "openclaw.json"))).toEqual(found);
  });

  it("may lie in any of the further folders, blank ones aside, written with a tilde or through a folder that is not there", async () => {
    const [home, one, two] = [folder(), folder(), folder()];
    for (const place of [one, two, home]) writeFileSync(join(place, "x.json"), "{}");
    mkdirSync(join(home, "config"));
    const roots = ["", " ", `${one} `, "~/nowhere", two].join(delimiter);
    const read = await createIncludeReader(join(home, "config", "openclaw.json"), { OPENCLAW_INCLUDE_ROOTS: roots }, home);
    const from = join(home, "config", "openclaw.json");
    expect((await read(join(one, "x.json"), from)).file).toBe(join(one, "x.json"));
    expect((await read(join(two, "x.json"), from)).file).toBe(join(two, "x.json"));
    await expect(read("../x.json", from)).rejects.toThrow("lies outside");
    await expect(read(join(process.cwd(), "package.json"), from)).rejects.toThrow("lies outside");
    const own = await createIncludeReader(from, { OPENCLAW_INCLUDE_ROOTS: "~" }, home);
    expect((await own("../x.json", from)).file).toBe(join(home, "x.json"));
  });

  it("is refused with its path, the folder it should lie in, and the file to correct", async () => {
    const [home, elsewhere] = [folder(), folder()];
    writeFileSync(join(elsewhere, "x.json"), "{}");
    const from = join(home, "openclaw.json");
    const read = await createIncludeReader(from, {}, home);
    const missing = `The included file ${join(home, "no.json")} does not exist.`;
    const hint = `Correct the $include in ${from}; further folders can be allowed with OPENCLAW_INCLUDE_ROOTS.`;
    await expect(read("no.json", from)).rejects.toMatchObject({
      code: "config_invalid",
      message: missing,
      hint,
      issues: [{ path: "$include", message: missing }],
    });
    await expect(read(join(elsewhere, "x.json"), from)).rejects.toMatchObject({
      code: "config_invalid",
      message: `The included file ${join(elsewhere, "x.json")} lies outside ${home}.`,
      hint,
    });
  });

  it("is told apart from a path that the system cannot follow", async () => {
    const home = folder();
    writeFileSync(join(home, "file"), "");
    const read = await createIncludeReader(join(home, "openclaw.json"), {}, home);
    await expect(read("file/x.json", join(home, "openclaw.json"))).rejects.toMatchObject({
      code: "config_io",
      message: expect.stringContaining("a part of the path is a file") as string,
    });
  });

  it("is read up to two megabytes", async () => {
    const home = folder();
    writeFileSync(join(home, "fits.json"), " ".repeat(2 * 1024 * 1024));
    writeFileSync(join(home, "large.json"), " ".repeat(2 * 1024 * 1024 + 1));
    const read = await createIncludeReader(join(home, "openclaw.json"), {}, home);
    expect((await read("fits.json", join(home, "openclaw.json"))).text).toHaveLength(2 * 1024 * 1024);
    await expect(read("large.json", join(home, "openclaw.json"))).rejects.toMatchObject({ code: "config_io" });
  });
});
