import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ConfigError } from "@openclaw/core";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { explainConfig } from "../../explain.js";
import { inspectConfig, loadConfig, type LoadConfigOptions } from "./load-config.js";

interface Home {
  readonly home: string;
  readonly stateDir: string;
  readonly options: LoadConfigOptions;
}

/** A home folder with files in its state folder; paths starting with `cwd/` go into the working directory. */
function homeWith(files: Record<string, string>, env: Record<string, string> = {}): Home {
  const home = tempDir();
  const stateDir = join(home, ".openclaw");
  const cwd = join(home, "project");
  for (const folder of [stateDir, cwd]) mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    const path = name.startsWith("cwd/") ? join(cwd, name.slice(4)) : join(stateDir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return { home, stateDir, options: { env: { HOME: home, ...env }, cwd } };
}
const load = (files: Record<string, string>, env: Record<string, string> = {}) => loadConfig(homeWith(files, env).options);
const rejection = async (work: Promise<unknown>): Promise<ConfigError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("did not fail");
};

describe("loadConfig", () => {
  it("without a file gives the defaults", async () => {
    // CFG-1
    const loaded = await load({});
    expect(loaded).toMatchObject({ exists: false, warnings: [], config: { gateway: { port: 18_789, bind: "loopback" } } });
    expect(await load({ "openclaw.json": " \n" })).toMatchObject({ exists: false });
  });

  it("names file, line and column of a syntax error", async () => {
    // CFG-2
    const { stateDir, options } = homeWith({ "openclaw.json": "{\n  a: 1\n  b: 2\n}" });
    const error = await rejection(loadConfig(options));
    expect(error.code).toBe("config_invalid");
    expect(error.message).toBe(`${join(stateDir, "openclaw.json")}:3:3: expected "," or "}", found "b"`);
  });

  it("answers with all problems, for validate and doctor, instead of throwing", async () => {
    // CFG-4
    const { stateDir, options } = homeWith({ "openclaw.json": "{\n  gateway: { prt: 1 },\n  tts: { auto: 3 } }" });
    const inspected = await inspectConfig(options);
    expect(inspected.loaded).toBeUndefined();
    expect(inspected.issues).toMatchObject([
      { path: "gateway", file: join(stateDir, "openclaw.json"), line: 2 },
      { path: "tts.auto", line: 3, allowedValues: ["off", "always", "inbound", "tagged"] },
    ]);
    const broken = await inspectConfig(homeWith({ "openclaw.json": "{" }).options);
    expect(broken.issues).toMatchObject([{ path: "", line: 1, column: 1, message: expect.stringContaining("never closed") }]);
    expect(inspected.issues[0]).toMatchObject({ unknownKey: "prt", at: ["gateway", "prt"] });
  });

  it("tells every file before it reads it: of a configuration that cannot be used too, the missing ones, and where links lead (SRV-2)", async () => {
    const { stateDir, options } = homeWith({
      "openclaw.json": '{ $include: ["./link.json", "./broken.json", "./never.json"] }',
      "linked.json": "{}",
      "broken.json": "{ a: { $include: './missing.json' } }",
    });
    symlinkSync(join(stateDir, "linked.json"), join(stateDir, "link.json"));
    const told = new Set<string>();
    await expect(loadConfig({ ...options, onFile: (path) => void told.add(path) })).rejects.toThrow("missing.json does not exist");
    const names = ["openclaw.json", ".env", "link.json", "linked.json", "broken.json", "missing.json"];
    expect([...told]).toEqual(names.map((name) => join(stateDir, name)));
  });

  it("answers with where things lie, which files to watch, and the variables, whether or not the file can be used", async () => {
    const files = { ".env": "FROM_STATE=1\nLD_PRELOAD=x" };
    const { home, stateDir, options } = homeWith({ ...files, "openclaw.json": "{ gateway: { port: 5 }, hooks: {} }" });
    const path = join(stateDir, "openclaw.json");
    const around = { homeDir: home, stateDir, configPath: path, path, exists: true };
    const fine = await inspectConfig(options);
    expect(fine).toMatchObject({
      ...around,
      files: [path, join(stateDir, ".env")],
      issues: [],
      loaded: { ...around, config: { gateway: { port: 5 } } },
    });
    expect(fine.issues).toEqual([]);
    expect(fine.notes).toHaveLength(1);
    const broken = homeWith({ ...files, "openclaw.json": "{" });
    const found = await inspectConfig(broken.options);
    expect(found).toMatchObject({ exists: true, path: join(broken.stateDir, "openclaw.json") });
    expect(found.loaded).toBeUndefined();
    expect([found.files, found.notes]).toEqual([[join(broken.stateDir, "openclaw.json")], []]);
    expect(found.environment.values["FROM_STATE"]).toBe("1");
    expect(found.warnings.map(({ code }) => code)).toEqual(["config_variable_refused"]);
    expect(found.issues).toHaveLength(1);
  });

  it("says config_io for what is there and cannot be read, also to validate and doctor", async () => {
    const { stateDir, options } = homeWith({});
    mkdirSync(join(stateDir, "openclaw.json"));
    expect(await rejection(loadConfig(options))).toMatchObject({ code: "config_io" });
    expect(await rejection(inspectConfig(options))).toMatchObject({ code: "config_io" });
  });

  it("names the file to correct", async () => {
    const { stateDir, options } = homeWith({ "openclaw.json": "{ gatway: 1 }" });
    expect((await rejection(loadConfig(options))).hint).toBe(`Correct ${join(stateDir, "openclaw.json")}, then load it again.`);
  });
});

// CFG-2
describe("the environment", () => {
  const key = async (files: Record<string, string>, env: Record<string, string> = {}): Promise<string | undefined> =>
    (await load(files, env)).environment.values["OPENROUTER_API_KEY"];
  const config = '{ env: { vars: { OPENROUTER_API_KEY: "from-vars" } } }';

  it("is asked in order: process, .env here, .env in the state folder, the config's env block", async () => {
    const files = {
      "openclaw.json": config,
      ".env": "OPENROUTER_API_KEY=from-state",
      "cwd/.env": 'export OPENROUTER_API_KEY="from-cwd" # x',
    };
    expect(await key(files, { OPENROUTER_API_KEY: "from-process" })).toBe("from-process");
    expect(await key(files)).toBe("from-cwd");
    expect(await key({ "openclaw.json": config, ".env": files[".env"] })).toBe("from-state");
    expect(await key({ "openclaw.json": config })).toBe("from-vars");
    expect(await key({ "openclaw.json": '{ env: { OPENROUTER_API_KEY: "flat" } }' })).toBe("flat");
  });

  it("counts a blank variable as not set", async () => {
    expect(await key({ "openclaw.json": config }, { OPENROUTER_API_KEY: "" })).toBe("from-vars");
  });

  it("takes a key from .env in the working directory, but nothing that decides where things go", async () => {
    const { environment } = await load({
      "cwd/.env":
        "OPENROUTER_API_KEY=k\nOPENCLAW_STATE_DIR=/x\nOPENROUTER_BASE_URL=http://evil\nHTTPS_PROXY=http://evil\nNODE_OPTIONS=--x\nFOO=1",
    });
    expect({ ...environment.values }).toEqual({ HOME: environment.values["HOME"], OPENROUTER_API_KEY: "k", FOO: "1" });
    expect(environment.origins["OPENROUTER_API_KEY"]).toBe("cwd .env");
  });

  it("applies no names through which a file could run code, and says so", async () => {
    const loaded = await load({ "openclaw.json": '{ env: { PATH: "/x", NODE_OPTIONS: "--require x", LD_PRELOAD: "x", OK: "1" } }' });
    expect(Object.keys(loaded.environment.values).sort()).toEqual(["HOME", "OK"]);
    expect(loaded.warnings.map(({ code }) => code)).toEqual(Array.from({ length: 3 }, () => "config_variable_refused"));
  });

  it("puts variables in the place of ${NAME}, keeps $${NAME}, and leaves env literal", async () => {
    const { config: read } = await load(
      {
        "openclaw.json":
          '{ env: { X: "${HOME}" }, models: { providers: { openrouter: { baseUrl: "https://${HOST}/${lower}/$${HOST}" } } } }',
      },
      { HOST: "h" },
    );
    expect(read.models.providers.openrouter.baseUrl).toBe("https://h/${lower}/${HOST}");
    expect(read.env.vars["X"]?.reveal()).toBe("${HOME}");
  });

  it("a ${NAME} without a variable is a warning that names it, and the rest works", async () => {
    const loaded = await load({
      "openclaw.json": '{ models: { providers: { openrouter: { apiKey: "${NOPE}" } } }, gateway: { port: 5 } }',
    });
    expect(loaded.config.gateway.port).toBe(5);
    expect(loaded.warnings).toEqual([
      {
        code: "config_variable_missing",
        message: "models.providers.openrouter.apiKey references the environment variable NOPE, which is not set.",
      },
    ]);
  });

  it("a ${NAME} without a variable where no text may stand is an error that names it", async () => {
    const error = await rejection(load({ "openclaw.json": '{ tts: { auto: "${NOPE}" } }' }));
    expect(error.message).toContain("tts.auto: references the environment variable NOPE, which is not set");
  });

  it("asks the login shell only when told to and a key is missing", async () => {
    const shell = join(tempDir(), "shell");
    writeFileSync(shell, "#!/bin/sh\nprintf 'noise\\nOPENROUTER_API_KEY=from=shell\\0SECRET_OTHER=x\\0'\n");
    chmodSync(shell, 0o700);
    const enabled = "{ env: { shellEnv: { enabled: true } } }";
    expect(await key({}, { SHELL: shell })).toBeUndefined();
    const loaded = await load({ "openclaw.json": enabled }, { SHELL: shell });
    expect(loaded.environment.values["OPENROUTER_API_KEY"]).toBe("from=shell");
    expect(loaded.environment.values["SECRET_OTHER"]).toBeUndefined();
    expect(await key({ "openclaw.json": enabled }, { SHELL: shell, OPENROUTER_API_KEY: "own" })).toBe("own");
  });
});

// CFG-2
describe("$include", () => {
  it("replaces, merges lists in order, and lets keys beside it win", async () => {
    const { config } = await load(
      {
        "openclaw.json": '{ gateway: { $include: ["a.json5", "./sub/b.json5"], port: 3 }, tts: { $include: "tts.json" } }',
        "a.json5": "{ port: 1, bind: 'lan', controlUi: { enabled: false } } // a",
        "sub/b.json5": "{ port: 2, bind: 'auto', controlUi: { $include: './c.json5' } }",
        "sub/c.json5": "{ basePath: '/${PART}' }",
        "tts.json": '{ "auto": "tagged" }',
      },
      { PART: "p" },
    );
    expect(config.gateway).toMatchObject({ port: 3, bind: "auto", controlUi: { enabled: false, basePath: "/p" } });
    expect(config.tts.auto).toBe("tagged");
  });

  it("keeps the place of every value, so that explain and errors name the included file", async () => {
    const { stateDir, options } = homeWith({ "openclaw.json": '{ gateway: { $include: "a.json5" } }', "a.json5": "{\n port: 1 }" });
    const [port] = explainConfig(await loadConfig(options), "gateway.port");
    expect(port).toEqual({
      path: "gateway.port",
      value: 1,
      origin: { kind: "file", file: join(stateDir, "a.json5"), line: 2, column: 8, writtenAs: "gateway.port" },
    });
    expect((await loadConfig(options)).files).toEqual(["openclaw.json", ".env", "a.json5"].map((name) => join(stateDir, name)));
    const bad = homeWith({ "openclaw.json": '{ gateway: { $include: "a.json5" } }', "a.json5": "{\n prt: 1 }" });
    expect((await rejection(loadConfig(bad.options))).issues).toMatchObject([{ file: join(bad.stateDir, "a.json5"), line: 2 }]);
  });

  it("refuses what is circular, missing, too deep, too large, outside, or no path", async () => {
    const cases: [string, Record<string, string>][] = [
      ["circular", { "openclaw.json": '{ $include: "a.json" }', "a.json": '{ tts: { $include: "a.json" } }' }],
      ["circular", { "openclaw.json": '{ tts: { $include: "openclaw.json" } }' }],
      ["does not exist", { "openclaw.json": '{ $include: "a.json" }' }],
      ["lies outside", { "openclaw.json": '{ $include: "../project/x.json" }', "cwd/x.json": "{}" }],
      ["takes a path", { "openclaw.json": "{ $include: 5 }" }],
      ["must hold an object", { "openclaw.json": '{ tts: { $include: "a.json", auto: "off" } }', "a.json": "[]" }],
      ["larger than", { "openclaw.json": '{ $include: "a.json" }', "a.json": `{ x: "${"x".repeat(2_100_000)}" }` }],
      ["not usable", { "openclaw.json": `{ $include: "${"a".repeat(5000)}" }` }],
      [
        "deeper than 10",
        Object.fromEntries(
          Array.from({ length: 13 }, (_, index) => [index === 0 ? "openclaw.json" : `${index}.json`, `{ $include: "${index + 1}.json" }`]),
        ),
      ],
    ];
    for (const [message, files] of cases) expect((await rejection(load(files))).message, message).toContain(message);
  });

  it("follows links only inside the folder, unless OPENCLAW_INCLUDE_ROOTS allows more", async () => {
    const outside = tempDir();
    writeFileSync(join(outside, "x.json"), "{ port: 7 }");
    const { stateDir, options } = homeWith({ "openclaw.json": '{ gateway: { $include: "link.json" } }' });
    symlinkSync(join(outside, "x.json"), join(stateDir, "link.json"));
    expect((await rejection(loadConfig(options))).message).toContain("lies outside");
    const allowed = await loadConfig({ ...options, env: { ...options.env, OPENCLAW_INCLUDE_ROOTS: outside } });
    expect(allowed.config.gateway.port).toBe(7);
  });
});

// CFG-7
describe("precedence", () => {
  it("is flag, environment, file, default, for each value on its own", async () => {
    const { options } = homeWith({ "openclaw.json": "{ gateway: { port: 1000, bind: 'lan' } }" });
    const env = { ...options.env, OPENCLAW_GATEWAY_PORT: "2000", OPENCLAW_GATEWAY_TOKEN: "secret-token" };
    const flags = [{ flag: "--port", path: "gateway.port", value: 3000 }];
    expect((await loadConfig(options)).config.gateway.port).toBe(1000);
    expect((await loadConfig({ ...options, env })).config.gateway.port).toBe(2000);
    const loaded = await loadConfig({ ...options, env, flags });
    expect(loaded.config.gateway).toMatchObject({ port: 3000, bind: "lan" });
    const explained = Object.fromEntries(explainConfig(loaded, "gateway").map(({ path, value, origin }) => [path, [value, origin]]));
    expect(explained["gateway.port"]).toEqual([3000, { kind: "flag", name: "--port" }]);
    expect(explained["gateway.bind"]).toEqual(["lan", expect.objectContaining({ kind: "file", line: 1 })]);
    expect(explained["gateway.auth.token"]).toEqual([
      "__OPENCLAW_REDACTED__",
      { kind: "environment", name: "OPENCLAW_GATEWAY_TOKEN", from: "process" },
    ]);
    expect(explained["gateway.controlUi.enabled"]).toEqual([true, { kind: "default" }]);
  });

  it("names the variable or the flag whose value cannot be used", async () => {
    expect((await rejection(load({}, { OPENCLAW_GATEWAY_PORT: "abc" }))).message).toContain(
      "gateway.port: OPENCLAW_GATEWAY_PORT: Invalid input: expected number",
    );
    const { options } = homeWith({});
    const flags = [{ flag: "--bind", path: "gateway.bind", value: "everywhere" }];
    expect((await rejection(loadConfig({ ...options, flags }))).message).toContain("gateway.bind: --bind: Invalid input (allowed:");
  });
});
