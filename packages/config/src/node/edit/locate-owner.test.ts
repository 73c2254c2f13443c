import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import type { ConfigEdit } from "../../edit/edits.js";
import { locateOwner } from "./locate-owner.js";

/** A folder with these files; `locate` asks it for the owner of paths that are set, as a path below the folder. */
function folderWith(files: Readonly<Record<string, string>>) {
  const folder = tempDir();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const locate = async (...paths: readonly (string | readonly (string | number)[])[]) => {
    const edits = paths.map((path): ConfigEdit => ({ op: "set", path, value: 1 }));
    const owner = await locateOwner(join(folder, "openclaw.json"), edits, {}, folder);
    return { file: owner.file.slice(folder.length + 1), paths: owner.edits.map(({ path }) => path), prefix: owner.prefix };
  };
  return { folder, locate };
}

// CFG-6
describe("the file that a value is written in", () => {
  it("is the configuration file, with the paths as they were given, where nothing is included or nothing is there", async () => {
    expect(await folderWith({}).locate("gateway.port")).toEqual({ file: "openclaw.json", paths: ["gateway.port"], prefix: [] });
    const plain = folderWith({ "openclaw.json": "{ gateway: { port: 1 } }" });
    expect(await plain.locate("gateway.port", "tts.auto")).toEqual({
      file: "openclaw.json",
      paths: ["gateway.port", "tts.auto"],
      prefix: [],
    });
  });

  it("is the included file for what it brings in, and the including one for what stands beside", async () => {
    const { locate } = folderWith({
      "openclaw.json": '{ gateway: { $include: "./parts/g.json", bind: "lan" }, tts: {} }',
      "parts/g.json": "{ port: 1 }",
    });
    expect(await locate("gateway.port")).toEqual({ file: "parts/g.json", paths: [["port"]], prefix: ["gateway"] });
    expect(await locate("gateway.auth.token")).toEqual({ file: "parts/g.json", paths: [["auth", "token"]], prefix: ["gateway"] });
    expect(await locate("gateway.bind")).toEqual({ file: "openclaw.json", paths: [["gateway", "bind"]], prefix: [] });
    expect(await locate("tts.auto")).toEqual({ file: "openclaw.json", paths: [["tts", "auto"]], prefix: [] });
    expect(await locate("tools.media")).toEqual({ file: "openclaw.json", paths: [["tools", "media"]], prefix: [] });
    expect(await locate("gateway.bind.deeper")).toMatchObject({ file: "openclaw.json" });
    expect(await locate("gateway")).toMatchObject({ file: "openclaw.json" });
  });

  it("is found through includes in included files, and through lists", async () => {
    const { locate } = folderWith({
      "openclaw.json": '{ agents: { $include: "./a.json" } }',
      "a.json": '{ list: [{ id: "one" }, { id: "two", tts: { $include: "./voice/v.json" } }] }',
      "voice/v.json": '{ providers: { $include: "./p.json" } }',
      "voice/p.json": "{}",
    });
    const prefix = ["agents", "list", 1, "tts"];
    expect(await locate("agents.list[1].tts.auto")).toEqual({ file: "voice/v.json", paths: [["auto"]], prefix });
    expect(await locate("agents.list[1].tts.providers.openrouter")).toEqual({
      file: "voice/p.json",
      paths: [["openrouter"]],
      prefix: [...prefix, "providers"],
    });
    expect(await locate("agents.list[0].tts.auto")).toMatchObject({ file: "a.json", prefix: ["agents"] });
  });

  it("takes several changes of the same file", async () => {
    const { locate } = folderWith({ "openclaw.json": '{ gateway: { $include: "g.json" } }', "g.json": "{}" });
    expect(await locate("gateway.port", "gateway.bind")).toEqual({ file: "g.json", paths: [["port"], ["bind"]], prefix: ["gateway"] });
  });

  it("is refused where several files could be meant", async () => {
    const { locate } = folderWith({ "openclaw.json": '{ gateway: { $include: ["a.json", "b.json"] } }', "a.json": "{}" });
    await expect(locate("gateway.port")).rejects.toMatchObject({
      code: "config_invalid",
      message: "gateway.port comes from several included files: a.json, b.json.",
      hint: "Edit the file that holds it by hand.",
    });
    const none = folderWith({ "openclaw.json": "{ gateway: { $include: [] } }" });
    await expect(none.locate("gateway.port")).rejects.toMatchObject({ code: "config_invalid" });
  });

  it("is refused where the changes belong into different files", async () => {
    const { folder, locate } = folderWith({ "openclaw.json": '{ gateway: { $include: "g.json" } }', "g.json": "{}" });
    await expect(locate("tts.auto", "gateway.port")).rejects.toMatchObject({
      code: "config_invalid",
      message: `The changes belong into different files: ${join(folder, "openclaw.json")} and ${join(folder, "g.json")}.`,
      hint: "Make them one at a time.",
    });
  });
});
