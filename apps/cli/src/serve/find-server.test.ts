import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { findServer } from "./find-server.js";

const write = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
  }
};
const SERVER = JSON.stringify({ name: "@openclaw/server", bin: { "openclaw-server": "./dist/openclaw-server.js" } });
const addressOf = (path: string): string => pathToFileURL(path).href;

describe("where openclaw serve finds the server (CLI-2, F-2)", () => {
  it("is beside an installed program", () => {
    const modules = join(tempDir(), "node_modules", "@openclaw");
    write(modules, { "server/package.json": SERVER, "server/dist/openclaw-server.js": "", "cli/dist/openclaw.js": "" });
    expect(findServer(addressOf(join(modules, "cli/dist/openclaw.js")))).toBe(join(modules, "server/dist/openclaw-server.js"));
  });

  it("is beside the program's package in a checkout, once it is built", () => {
    const apps = tempDir();
    write(apps, { "cli/package.json": '{"name":"@openclaw/cli"}', "cli/dist/openclaw.js": "", "server/package.json": SERVER });
    const program = addressOf(join(apps, "cli/dist/openclaw.js"));
    expect(() => findServer(program)).toThrow("its program is not there");
    write(apps, { "server/dist/openclaw-server.js": "" });
    expect(findServer(program)).toBe(join(apps, "server/dist/openclaw-server.js"));
  });

  it("is nowhere for a copied folder, nor in a folder of another name: one sentence says what to install", () => {
    const apps = tempDir();
    write(apps, { "cli/package.json": '{"name":"@openclaw/cli"}', "cli/openclaw.js": "", "server/package.json": '{"name":"other"}' });
    for (const place of [join(apps, "cli/openclaw.js"), join(tempDir(), "openclaw.js")]) {
      expect(() => findServer(addressOf(place))).toThrow("The server is not installed beside this program.");
    }
  });
});
