import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { listParts } from "./list-parts.js";

async function partsOf(files: Readonly<Record<string, string>>) {
  const folder = tempDir();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const parts = await listParts(join(folder, "openclaw.json"), {}, folder);
  return parts.map(({ file, text, prefix }) => [
    file.slice(folder.length + 1),
    prefix.join("."),
    text === files[file.slice(folder.length + 1)],
  ]);
}

// CFG-2
describe("the files of a configuration", () => {
  it("are none where there is no file, or a blank one", async () => {
    expect(await partsOf({})).toEqual([]);
    expect(await partsOf({ "openclaw.json": " \n" })).toEqual([]);
  });

  it("are the file alone where it includes nothing; what is wrong in it is not looked for", async () => {
    expect(await partsOf({ "openclaw.json": "{ broken" })).toEqual([["openclaw.json", "", true]]);
  });

  it("are all that is included, in the order it is named, each with its text and its place in the whole", async () => {
    const parts = await partsOf({
      "openclaw.json":
        '{ $include: ["base.json"], agents: { list: [{ id: "a" }, { $include: "sub/agent.json" }] }, tts: { $include: "v.json" } }',
      "base.json": "{ gateway: {} }",
      "sub/agent.json": '{ id: "b", tts: { $include: "./deep.json" } }',
      "sub/deep.json": "{}",
      "v.json": "{}",
    });
    expect(parts).toEqual([
      ["openclaw.json", "", true],
      ["base.json", "", true],
      ["sub/agent.json", "agents.list.1", true],
      ["sub/deep.json", "agents.list.1.tts", true],
      ["v.json", "tts", true],
    ]);
  });

  it("are listed once, also where one is included twice or includes itself", async () => {
    const parts = await partsOf({
      "openclaw.json": '{ gateway: { $include: "a.json" }, tts: { $include: "a.json" } }',
      "a.json": '{ more: { $include: "a.json" }, whole: { $include: "openclaw.json" } }',
    });
    expect(parts.map(([file, prefix]) => [file, prefix])).toEqual([
      ["openclaw.json", ""],
      ["a.json", "gateway"],
    ]);
  });
});
