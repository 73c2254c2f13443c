import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expectNoSecrets, plantedSecrets, runProcess, startProcess, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import type { ConfigEdit } from "../../edit/edits.js";
import { parseJson5 } from "../../json5/parse-json5.js";
import { toValue } from "../../json5/to-value.js";
import { REDACTED } from "../../secrets/secret-paths.js";
import { editConfig, type EditConfigOptions, type EditedConfig } from "./edit-config.js";

interface Folder {
  readonly dir: string;
  readonly file: string;
  readonly text: () => string;
  readonly edit: (edits: EditConfigOptions["edits"], options?: Partial<EditConfigOptions>) => Promise<EditedConfig>;
}

function folderWith(text?: string, env: Record<string, string> = {}): Folder {
  const dir = tempDir();
  const file = join(dir, "openclaw.json");
  if (text !== undefined) writeFileSync(file, text);
  return {
    dir,
    file,
    text: () => readFileSync(file, "utf8"),
    edit: (edits, options = {}) => editConfig({ env: { HOME: dir, OPENCLAW_STATE_DIR: dir, ...env }, cwd: dir, edits, ...options }),
  };
}
const set = (path: string, value: unknown): ConfigEdit => ({ op: "set", path, value });
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

// CFG-6
describe("editConfig", () => {
  it("keeps comments, formatting and references, and answers with what changed", async () => {
    const folder = folderWith(
      '{\n  // my key\n  env: { vars: { OPENROUTER_API_KEY: "k" } },\n  gateway: { port: 1_000 }, // the port\n}\n',
    );
    const edited = await folder.edit([set("gateway.port", 2000), set("agents.defaults.model.primary", "openrouter/auto")]);
    expect(folder.text()).toBe(
      '{\n  // my key\n  env: { vars: { OPENROUTER_API_KEY: "k" } },\n  gateway: { port: 2000 }, // the port\n  agents: {\n    defaults: {\n      model: {\n        primary: "openrouter/auto"\n      }\n    }\n  },\n}\n',
    );
    expect(edited).toMatchObject({
      written: true,
      backupPath: `${folder.file}.bak`,
      changes: [
        { path: "gateway.port", before: 1000, after: 2000 },
        { path: "agents", after: { defaults: { model: { primary: "openrouter/auto" } } } },
      ],
    });
    expect(edited.loaded.config.gateway.port).toBe(2000);
    expect(edited.sha256Before).not.toBe(edited.sha256After);
  });

  it("creates a private file in a private folder, keeps one backup, and leaves nothing else behind", async () => {
    // CFG-1
    const folder = folderWith();
    const stateDir = join(folder.dir, "new", "state");
    const env = { HOME: folder.dir, OPENCLAW_STATE_DIR: stateDir };
    await folder.edit([set("gateway.port", 1)], { env });
    expect([mode(stateDir), mode(join(stateDir, "openclaw.json"))]).toEqual(["700", "600"]);
    expect(readdirSync(stateDir)).toEqual(["openclaw.json"]);
    await folder.edit([set("gateway.port", 2)], { env });
    await folder.edit([set("gateway.port", 3)], { env });
    expect(readdirSync(stateDir).sort()).toEqual(["openclaw.json", "openclaw.json.bak"]);
    expect(readFileSync(join(stateDir, "openclaw.json.bak"), "utf8")).toContain("port: 2");
    expect(mode(join(stateDir, "openclaw.json.bak"))).toBe("600");
  });

  it("writes nothing that would not load", async () => {
    const folder = folderWith("{ gateway: { port: 1 } }");
    await expect(folder.edit([set("gateway.port", "x")])).rejects.toMatchObject({
      code: "config_invalid",
      issues: [{ path: "gateway.port" }],
    });
    await expect(folder.edit([set("agents.defaults.model.primary", "gpt5")])).rejects.toMatchObject({
      code: "config_invalid",
      issues: [{ path: "agents.defaults.model.primary" }],
    });
    await expect(folder.edit([set("gateway.prt", 1)])).rejects.toThrow("did you mean");
    await expect(folder.edit([set("agents.defaults.model.primary", "")])).rejects.toMatchObject({ code: "config_invalid" });
    expect(folder.text()).toBe("{ gateway: { port: 1 } }");
    expect(readdirSync(folder.dir)).toEqual(["openclaw.json"]);
  });

  it("refuses what is more likely an accident: losing gateway.mode, half of the file, or entries of a map", async () => {
    const models = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`openrouter/a/m${index}`, { alias: `alias-${index}` }]));
    const folder = folderWith(JSON.stringify({ gateway: { mode: "local" }, agents: { defaults: { models } } }, undefined, 2));
    const before = folder.text();
    await expect(folder.edit([{ op: "unset", path: "gateway.mode" }])).rejects.toThrow("drop gateway.mode");
    await expect(folder.edit([{ op: "unset", path: "agents" }])).rejects.toThrow("more than half");
    await expect(folder.edit([set("agents.defaults.models", { "openrouter/a/m0": {} })])).rejects.toThrow("would drop openrouter/a/m1");
    expect(folder.text()).toBe(before);
    await folder.edit([{ op: "set", path: "agents.defaults.models", value: { "openrouter/a/m0": {} }, replace: true }], { force: true });
    expect(toValue(parseJson5(folder.text()))).toEqual({
      gateway: { mode: "local" },
      agents: { defaults: { models: { "openrouter/a/m0": {} } } },
    });
  });

  it("keeps a ${VAR} reference when the value that it stands for is written back", async () => {
    const folder = folderWith('{ gateway: { auth: { token: "${TOKEN}" }, bind: "lan" } }', { TOKEN: "secret-value" });
    const edited = await folder.edit([set("gateway", { auth: { token: "secret-value" }, bind: "auto" })]);
    expect(folder.text()).toBe('{ gateway: { auth: { token: "${TOKEN}" }, bind: "auto" } }');
    expect(edited.changes).toEqual([{ path: "gateway.bind", before: "lan", after: "auto" }]);
  });

  it("keeps the stored secret behind a redaction placeholder, and refuses one that stands for nothing", async () => {
    const secrets = plantedSecrets("edit");
    const folder = folderWith(`{ models: { providers: { openrouter: { apiKey: "${secrets.apiKey}" } } } }`);
    await folder.edit([set("models.providers.openrouter", { apiKey: REDACTED, baseUrl: "https://x.test" })]);
    expect(toValue(parseJson5(folder.text()))).toEqual({
      models: { providers: { openrouter: { apiKey: secrets.apiKey, baseUrl: "https://x.test" } } },
    });
    await expect(folder.edit([set("gateway.auth.token", REDACTED)])).rejects.toThrow("what a hidden secret looks like");
    // KEY-6
    const { changes } = await folder.edit([set("models.providers.openrouter.apiKey", secrets.secondKey)]);
    expect(changes).toEqual([{ path: "models.providers.openrouter.apiKey", before: REDACTED, after: REDACTED }]);
    expectNoSecrets(changes, secrets);
  });

  it("shows no variable and no header in its changes, also when they are written into an included file", async () => {
    // CFG-7
    const folder = folderWith('{ env: { $include: "env.json5" } }');
    writeFileSync(join(folder.dir, "env.json5"), '{ vars: { GITHUB: "old words" } }');
    const { path, changes } = await folder.edit([set("env.vars.GITHUB", "new words")]);
    expect(path).toBe(join(folder.dir, "env.json5"));
    expect(changes).toEqual([{ path: "env.vars.GITHUB", before: REDACTED, after: REDACTED }]);
    const whole = folderWith();
    expect((await whole.edit([set("env", { vars: { GITHUB: "new words" } })])).changes).toEqual([
      { path: "env", after: { vars: { GITHUB: REDACTED } } },
    ]);
  });

  it("merges objects, and null removes", async () => {
    const folder = folderWith("{ agents: { defaults: { model: 'openrouter/a/b', params: { topP: 1 } } } }");
    await folder.edit([
      { op: "merge", path: "", value: { agents: { defaults: { params: { topP: null, temperature: 0 } } }, gateway: { port: 1 } } },
      set("agents.defaults.model.fallbacks", ["openrouter/auto"]),
    ]);
    expect(toValue(parseJson5(folder.text()))).toEqual({
      agents: { defaults: { model: { primary: "openrouter/a/b", fallbacks: ["openrouter/auto"] }, params: { temperature: 0 } } },
      gateway: { port: 1 },
    });
  });

  it("takes one entry out of a list and leaves the others with their comments", async () => {
    const folder = folderWith(
      '{ agents: { defaults: { model: { fallbacks: [\n  "openrouter/a/a", // first\n  "openrouter/b/b", // second\n] } } } }',
    );
    await folder.edit([set("agents.defaults.model.fallbacks", ["openrouter/b/b"])]);
    expect(folder.text()).toBe('{ agents: { defaults: { model: { fallbacks: [\n  "openrouter/b/b", // second\n] } } } }');
  });

  it("takes several entries out of a list and leaves the others with their comments", async () => {
    const folder = folderWith(
      '{ agents: { defaults: { model: { fallbacks: [\n  "openrouter/a/a", // first\n  // keep\n  "openrouter/b/b", // second\n  "openrouter/c/c" // third\n] } } } }',
    );
    await folder.edit([set("agents.defaults.model.fallbacks", ["openrouter/b/b"])]);
    expect(folder.text()).toBe('{ agents: { defaults: { model: { fallbacks: [\n  // keep\n  "openrouter/b/b" // second\n] } } } }');
  });

  it("writes nothing on a dry run, or when nothing changes", async () => {
    const folder = folderWith("{ gateway: { port: 1 } }");
    expect(await folder.edit([set("gateway.port", 2)], { dryRun: true })).toMatchObject({ written: false, changes: [{ after: 2 }] });
    expect(await folder.edit([set("gateway.port", 1)])).toMatchObject({ written: false, changes: [] });
    expect(readdirSync(folder.dir)).toEqual(["openclaw.json"]);
  });

  it("writes into the one file that a value is included from, and refuses to guess among several", async () => {
    const folder = folderWith('{ gateway: { $include: "gw.json5" }, agents: { $include: ["a.json", "b.json"] }, tts: { auto: "off" } }');
    writeFileSync(join(folder.dir, "gw.json5"), "{ port: 1 /* here */ }");
    for (const name of ["a.json", "b.json"]) writeFileSync(join(folder.dir, name), "{}");
    const edited = await folder.edit([set("gateway.port", 2)]);
    expect(edited.changes).toEqual([{ path: "gateway.port", before: 1, after: 2 }]);
    expect(readFileSync(join(folder.dir, "gw.json5"), "utf8")).toBe("{ port: 2 /* here */ }");
    expect(existsSync(join(folder.dir, "openclaw.json.bak"))).toBe(false);
    await expect(folder.edit([set("agents.defaults.params.topP", 1)])).rejects.toThrow("several included files: a.json, b.json");
    await expect(folder.edit([set("gateway.port", 3), set("tts.auto", "always")])).rejects.toThrow("different files");
  });

  it("keeps a link and changes the file behind it", async () => {
    const folder = folderWith();
    const real = join(folder.dir, "real.json");
    writeFileSync(real, "{}");
    symlinkSync(real, folder.file);
    await folder.edit([set("gateway.port", 4)]);
    expect(lstatSync(folder.file).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, "utf8")).toContain("port: 4");
  });

  it("keeps a link to a file that is not there yet, and makes the file", async () => {
    const folder = folderWith();
    for (const target of ["dotfiles.json", join(folder.dir, "new", "dotfiles.json")]) {
      rmSync(folder.file, { force: true });
      symlinkSync(target, folder.file);
      await folder.edit([set("gateway.port", 4)]);
      expect(lstatSync(folder.file).isSymbolicLink()).toBe(true);
      expect(readFileSync(resolve(folder.dir, target), "utf8")).toContain("port: 4");
    }
  });

  it("refuses to change a file that is not UTF-8, whose characters it would destroy", async () => {
    const folder = folderWith();
    const bytes = Buffer.from("{\n  // caf\u00e9\n  gateway: { port: 1 },\n}\n", "latin1");
    writeFileSync(folder.file, bytes);
    await expect(folder.edit([set("gateway.port", 2)])).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringContaining("not UTF-8") as string,
    });
    expect(readFileSync(folder.file)).toEqual(bytes);
    expect(existsSync(`${folder.file}.bak`)).toBe(false);
    writeFileSync(folder.file, "{\n  // \uFFFD is a character too\n}\n");
    await folder.edit([set("gateway.port", 2)]);
    expect(folder.text()).toContain("\uFFFD");
  });

  it("reads a file that Windows PowerShell wrote", async () => {
    const folder = folderWith();
    writeFileSync(folder.file, Buffer.from("\uFEFF{ gateway: { port: 1 } }\r\n", "utf16le"));
    await folder.edit([set("gateway.port", 2)]);
    expect(folder.text()).toBe("\uFEFF{ gateway: { port: 2 } }\r\n");
  });

  it("loses no model and no entry where the part that is changed is in a file of its own", async () => {
    const folder = folderWith('{ agents: { $include: "./agents.json5" } }');
    const own = join(folder.dir, "agents.json5");
    writeFileSync(own, '{ defaults: { model: "openrouter/a/b", models: { "openrouter/a/b": { alias: "mine" } } } }');
    await expect(folder.edit([set("agents.defaults.models", {})])).rejects.toThrow("would drop openrouter/a/b from agents.defaults.models");
    await folder.edit([set("agents.defaults.model.fallbacks", ["openrouter/c/d"])]);
    expect(toValue(parseJson5(readFileSync(own, "utf8")))).toMatchObject({
      defaults: { model: { primary: "openrouter/a/b", fallbacks: ["openrouter/c/d"] } },
    });
  });

  it("gives one clear error when it may not or cannot write", async () => {
    const folder = folderWith("{}", { OPENCLAW_CONFIG_READONLY: "1" });
    await expect(folder.edit([set("gateway.port", 1)])).rejects.toMatchObject({
      code: "config_io",
      message: expect.stringContaining("OPENCLAW_CONFIG_READONLY"),
    });
    // A file where a folder should be cannot be written into, also not by root.
    const blocked = folderWith();
    writeFileSync(join(blocked.dir, "state"), "");
    const env = { HOME: blocked.dir, OPENCLAW_STATE_DIR: join(blocked.dir, "state") };
    await expect(blocked.edit([set("gateway.port", 1)], { env })).rejects.toMatchObject({ name: "ConfigError", code: "config_io" });
  });

  it("makes changes that depend on what is there under the lock", async () => {
    const folder = folderWith();
    const add = (name: string) =>
      folder.edit(({ config }) => [set("agents.defaults.model.fallbacks", [...(config.agents.defaults.model?.fallbacks ?? []), name])]);
    const names = Array.from({ length: 12 }, (_, index) => `openrouter/x/m${index}`);
    await Promise.all(names.map(add));
    const { agents } = toValue(parseJson5(folder.text())) as { agents: { defaults: { model: { fallbacks: string[] } } } };
    expect(agents.defaults.model.fallbacks.toSorted()).toEqual(names.toSorted());
  });

  it("does not lose the change of an editor that knows nothing of the lock", async () => {
    const folder = folderWith("{ gateway: { port: 1 } }");
    let foreign = true;
    await folder.edit(() => {
      if (foreign) writeFileSync(folder.file, "{ gateway: { port: 1, bind: 'lan' } }");
      const edits = [set("tts.auto", foreign ? "off" : "always")];
      foreign = false;
      return edits;
    });
    expect(toValue(parseJson5(folder.text()))).toMatchObject({ gateway: { port: 1, bind: "lan" } });
  });
});

const HOOK = new URL("../../__fixtures__/run-sources.mjs", import.meta.url).href;
const LOOP = new URL("../../__fixtures__/edit-loop.mjs", import.meta.url).pathname;
const loop = (dir: string, name: string, count: string): string[] => ["-C", "openclaw-source", "--import", HOOK, LOOP, dir, name, count];

// CFG-6
describe("several processes", () => {
  it("that each set keys of their own lose none", async () => {
    const { dir, text } = folderWith();
    const names = ["a", "b", "c", "d", "e", "f"];
    const results = await Promise.all(names.map((name) => runProcess("node", loop(dir, name, "8"))));
    expect(results.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(names.map(() => [0, ""]));
    const { agents } = toValue(parseJson5(text())) as { agents: { defaults: { models: Record<string, { alias: string }> } } };
    const aliases = Object.values(agents.defaults.models).map(({ alias }) => alias);
    expect(aliases.toSorted()).toEqual(names.flatMap((name) => Array.from({ length: 8 }, (_, round) => `${name}-${round}`)).toSorted());
    expect(readdirSync(dir).sort()).toEqual(["openclaw.json", "openclaw.json.bak"]);
  }, 60_000);

  it("that are killed while they write leave a file that loads, no lock that blocks, and every change they reported", async () => {
    const { dir, text, edit } = folderWith("{\n  // keep me\n  gateway: { port: 1 }\n}\n");
    for (let round = 0; round < 4; round++) {
      const children = ["x", "y"].map((name) => ({ name, child: startProcess("node", loop(dir, `${name}${round}`, "forever")) }));
      // Another point of the cycle each time: the children are stopped after a different number of their reports.
      await Promise.all(children.map(({ child }) => child.waitFor(new RegExp(`\\b${round * 3 + 1} `))));
      for (const { child } of children) child.kill("SIGKILL");
      await Promise.all(children.map(({ child }) => child.exited));
      const document = toValue(parseJson5(text())) as { agents: { defaults: { models: Record<string, { alias: string }> } } };
      for (const { name, child } of children) {
        const last = Number(child.stdout().trim().split(" ").at(-1));
        const entry = document.agents.defaults.models[`openrouter/${name}${round}/m${last % 10}`];
        const written = Number(entry?.alias.split("-")[1]);
        expect(written).toBeGreaterThanOrEqual(last);
      }
    }
    expect(text()).toContain("// keep me");
    await edit([set("gateway.port", 2)]);
    expect(readdirSync(dir).sort()).toEqual(["openclaw.json", "openclaw.json.bak"]);
  }, 120_000);

  it("that find no room to write leave nothing behind", async () => {
    const { dir, text } = folderWith("{}");
    // No file may become longer than nothing: as on a full disk, a file can be made and not be filled.
    const argv = ["-c", 'ulimit -f 0; exec "$@"', "sh", process.execPath, ...loop(dir, "a", "1")];
    expect(await runProcess("sh", argv)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("config_io") as string });
    expect([readdirSync(dir), text()]).toEqual([["openclaw.json"], "{}"]);
  });

  it("wait for a lock no longer than they must: one of a dead process is broken, one of a living is respected", async () => {
    const { dir, file, edit } = folderWith("{}");
    mkdirSync(dir, { recursive: true });
    const dead = await runProcess("node", ["-e", "console.log(process.pid)"]);
    const { hostname } = await import("node:os");
    writeFileSync(`${file}.lock`, JSON.stringify({ token: "gone", pid: Number(dead.stdout), host: hostname() }));
    expect(await edit([set("gateway.port", 1)])).toMatchObject({ written: true });
    const { withFileLock } = await import("../file-lock.js");
    await withFileLock(file, async () => {
      await expect(withFileLock(file, async () => "in", { waitMs: 0 })).rejects.toMatchObject({
        code: "config_io",
        message: expect.stringContaining(`process ${process.pid}`),
      });
    });
    expect(existsSync(`${file}.lock`)).toBe(false);
  });
});
