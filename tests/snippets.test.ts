// F-3: what the pages show is true. TypeScript is compiled and run, shell is run, configurations are checked, files are the files themselves.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "@openclaw/config";
import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { type RunningProcess, startProcess, tempDir } from "@openclaw/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "./architecture/workspace.js";
import { typeProblems } from "./snippets/check-types.js";
import { pages, readSnippets, type Snippet } from "./snippets/read-snippets.js";
import { type Reachable, runShell, runTypeScript } from "./snippets/run-snippet.js";

/** Said, not run: pictures of output, trees, messages, HTTP. */
const PROSE = new Set(["", "text", "http", "console", "js"]);

const snippets = pages().flatMap((page) => readSnippets(page));
const run = snippets.filter(({ file, notRun }) => file === undefined && notRun === undefined);
const of = (language: string): [string, Snippet][] =>
  run.filter((snippet) => snippet.language === language).map((snippet) => [snippet.at, snippet]);

let sandbox: Sandbox;
let server: RunningProcess;
let reachable: Reachable;
beforeAll(async () => {
  sandbox = await createSandbox({ tokensPerSecond: Number.POSITIVE_INFINITY, imageScale: 0.25, videoScale: 0.2, videoMaxSeconds: 1 });
  const env = {
    HOME: tempDir(),
    OPENROUTER_API_KEY: "sk-or-sandbox",
    OPENROUTER_BASE_URL: sandbox.baseUrl,
    OPENCLAW_GATEWAY_TOKEN: "gateway-token",
  };
  server = startProcess("node", [join(ROOT, "apps/server/dist/openclaw-server.js"), "--port", "0"], { env, timeoutMs: 900_000 });
  const [, serverUrl = ""] = await server.waitFor(/"url":"(http:[^"]+)"/);
  reachable = { sandboxUrl: sandbox.baseUrl, serverUrl };
});
afterAll(async () => {
  server.kill("SIGTERM");
  await sandbox.close();
});

describe("the code on the pages", () => {
  it("is in languages that something here checks", () => {
    const unknown = run.filter(({ language }) => !PROSE.has(language) && !["ts", "sh", "json5", "json"].includes(language));
    expect(unknown.map(({ at, language }) => `${at}: ${language}`)).toEqual([]);
    expect(run.length).toBeGreaterThan(30);
  });

  it("says why where it is not run", () => {
    expect(snippets.filter(({ notRun }) => notRun !== undefined && notRun.length < 15).map(({ at }) => at)).toEqual([]);
  });

  it.each(snippets.flatMap((snippet) => (snippet.file === undefined ? [] : [[snippet.at, snippet.file, snippet.code] as const])))(
    "%s is %s",
    (_at, file, code) => {
      expect(existsSync(join(ROOT, file))).toBe(true);
      expect(code).toBe(readFileSync(join(ROOT, file), "utf8"));
    },
  );

  it("compiles, strictly", { timeout: 60_000 }, async () => {
    expect(await typeProblems(of("ts").map(([, snippet]) => snippet))).toEqual([]);
  });

  it.each(of("json5"))("%s is a configuration without a mistake", (_at, { code }) => {
    expect(parseConfig(code).warnings).toEqual([]);
  });

  it.each(of("json"))("%s is JSON", (_at, { code }) => {
    expect(typeof JSON.parse(code)).toBe("object");
  });

  it.each(of("ts"))("%s runs", { timeout: 60_000 }, async (_at, snippet) => {
    const { exitCode, signal, stderr } = await runTypeScript(snippet, reachable);
    expect({ exitCode, signal }, stderr).toEqual({ exitCode: 0, signal: null });
  });

  it.each(of("sh"))("%s runs", { timeout: 60_000 }, async (_at, snippet) => {
    const { exitCode, stdout, stderr } = await runShell(snippet, reachable);
    expect(exitCode, stdout + stderr).toBe(0);
  });
});
