import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawnSync } from "node:child_process";
import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { proxiedOpenRouter, runProcess, startProcess, tempDir } from "@openclaw/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleProgram } from "./testing/bundle-program.js";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const built = bundleProgram();
let dist = "";
let sandbox: Sandbox;

beforeAll(async () => {
  dist = built();
  sandbox = await createSandbox({ tokensPerSecond: 30, media: "in-process" });
});

afterAll(() => sandbox.close());

const env = (): Record<string, string> => ({
  HOME: tempDir(),
  OPENROUTER_BASE_URL: sandbox.baseUrl,
  OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICprocess",
});

describe("the bundled program", () => {
  it("runs from a folder that holds only its copied dist (F-4)", async () => {
    const alone = tempDir();
    cpSync(dist, alone, { recursive: true });
    const program = join(alone, "openclaw.js");
    const run = (...argv: string[]) => runProcess("node", [program, ...argv], { env: env(), cwd: alone });
    expect(await run("--version")).toMatchObject({ exitCode: 0, stdout: "0.0.0\n", stderr: "" });
    expect(await run("--help")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("Usage: node openclaw.js <command>") as string,
    });
    expect(await run("chat", "hello")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("Hello from the sandbox") as string,
      stderr: "",
    });
    expect(await run("models", "set", "openrouter/auto")).toMatchObject({ exitCode: 0, stdout: "Default model: openrouter/auto\n" });
  });

  /** What a file of the program names at its head, and what that names. */
  function loadedWith(name: string): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    const read = (file: string): void => {
      if (texts.has(file)) return;
      const text = readFileSync(join(dist, file), "utf8");
      texts.set(file, text);
      for (const [, first, later] of text.matchAll(/^import(?:[^"]*from)?"\.\/([^"]+)"|;import(?:[^"]*from)?"\.\/([^"]+)"/gm))
        read(first ?? later ?? "");
    };
    read(name);
    return texts;
  }

  it("loads next to nothing for --version: only the entry and what it names at its head", () => {
    expect([...loadedWith("openclaw.js").values()].join("").length).toBeLessThan(4_000);
  });

  it("loads no network, no cipher and no archive before a command wants them", () => {
    const [start = ""] = readdirSync(dist).filter((file) => file.startsWith("start-"));
    const wanted = [...loadedWith(start).values()].flatMap((text) =>
      [...text.matchAll(/from"(?:node:)?([a-z][\w/]*)"/g)].map(([, name]) => name),
    );
    // Node has these at hand from its own start.
    expect(wanted.filter((name) => !["fs", "module", "path", "util"].includes(name ?? ""))).toEqual([]);
  });

  it("serve runs the server that is installed beside it, with its flags, streams, signals and exit code (CLI-2)", async () => {
    const alone = tempDir();
    cpSync(dist, alone, { recursive: true });
    const program = join(alone, "openclaw.js");
    const missing = await runProcess("node", [program, "serve"], { env: env(), cwd: alone });
    expect({ exitCode: missing.exitCode, stdout: missing.stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(missing.stderr).toMatch(/^openclaw: The server is not installed beside this program\. .*npm install -g @openclaw\/server\n$/);
    const server = join(alone, "node_modules", "@openclaw", "server");
    mkdirSync(server, { recursive: true });
    writeFileSync(join(server, "package.json"), '{"name":"@openclaw/server","bin":{"openclaw-server":"./main.cjs"}}');
    writeFileSync(
      join(server, "main.cjs"),
      'process.on("SIGTERM", () => process.exit(7)); console.log(process.argv.slice(2).join(" ")); setInterval(() => undefined, 1000);',
    );
    const argv = ["serve", "--port", "0", "--host", "::1", "--log-prompts", "--config", "c.json5", "--", "--new-flag", "x"];
    const running = startProcess("node", [program, ...argv], { env: env(), cwd: alone });
    await running.waitFor(/\n/);
    running.kill("SIGTERM");
    expect(await running.exited).toMatchObject({
      exitCode: 7,
      stdout: "--config=c.json5 --port=0 --host=::1 --log-prompts --new-flag x\n",
      stderr: "",
    });
  });

  it("reaches OpenRouter through HTTPS_PROXY with the certificates of NODE_EXTRA_CA_CERTS, and around it by NO_PROXY (NET-6)", async () => {
    const { proxyUrl, certificatePath, asked, headers } = await proxiedOpenRouter(sandbox.url);
    const { OPENROUTER_BASE_URL: _direct, ...own } = env();
    const variables = { ...own, HTTPS_PROXY: proxyUrl, NODE_EXTRA_CA_CERTS: certificatePath };
    const ask = (changes: Readonly<Record<string, string | undefined>>) =>
      runProcess("node", [join(dist, "openclaw.js"), "chat", "-q", "echo: hi"], { env: { ...variables, ...changes } });
    expect(await ask({})).toMatchObject({ exitCode: 0, stdout: "hi\n", stderr: "" });
    expect(new Set(asked)).toEqual(new Set(["openrouter.ai:443"]));
    expect(headers.at(-1)).toMatchObject({ host: "openrouter.ai", "x-openrouter-title": "OpenClaw" });
    expect(await ask({ HTTPS_PROXY: undefined, https_proxy: proxyUrl })).toMatchObject({ exitCode: 0 });

    const distrusted = await ask({ NODE_EXTRA_CA_CERTS: undefined });
    expect(distrusted).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining("NODE_EXTRA_CA_CERTS") as string });

    const before = asked.length;
    // A name that nobody has: around the proxy there is no way to it.
    const around = await ask({ OPENROUTER_BASE_URL: "https://llm.example/api/v1", NO_PROXY: "localhost,.example" });
    expect({ exitCode: around.exitCode, asked: asked.length }).toEqual({ exitCode: 1, asked: before });
    expect(await ask({ OPENROUTER_BASE_URL: "https://llm.example/api/v1", NO_PROXY: "openrouter.ai" })).toMatchObject({ exitCode: 0 });
    expect(asked.slice(before)).toContain("llm.example:443");
    expect(headers.at(-1)).not.toHaveProperty("x-openrouter-title");
  });

  it("says in one line that the sandbox is a package of its own, where it is not there (F-4)", async () => {
    const alone = tempDir();
    cpSync(dist, alone, { recursive: true });
    const { exitCode, stdout, stderr } = await runProcess("node", [join(alone, "openclaw.js"), "chat", "--sandbox", "hi"], {
      env: env(),
      cwd: alone,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(/^openclaw: The sandbox is not installed beside this program\. .*\n$/);
  });

  it("ends quietly when the reader of a pipe has enough (CLI-3)", async () => {
    for (const command of ["models list --all --plain", "config schema", "--help"]) {
      const line = `set -o pipefail; "${process.execPath}" "${join(dist, "openclaw.js")}" ${command} | head -1`;
      const { exitCode, stdout, stderr } = await runProcess("bash", ["-c", line], { env: env() });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    }
  });

  it.each(["/dev/full"].filter((device) => existsSync(device)))(
    "says in one line that %s cannot be written, and ends with 1 (CLI-3)",
    async (device) => {
      for (const command of ["models list --all --plain", "config schema", "--help", "--version", "chat hello"]) {
        const { exitCode, stderr } = await runProcess(
          "bash",
          ["-c", `"${process.execPath}" "${join(dist, "openclaw.js")}" ${command} > ${device}`],
          {
            env: env(),
          },
        );
        expect({ command, exitCode, stderr }).toEqual({
          command,
          exitCode: 1,
          stderr: "openclaw: The output could not be written: the disk is full (ENOSPC).\n",
        });
      }
    },
  );

  it("ends with 130 on Ctrl-C, with what had arrived, and closes the connection (CLI-3, NET-4)", async () => {
    const child = startProcess("node", [join(dist, "openclaw.js"), "chat", "What is a fallback? Tell me about videos, too."], {
      env: env(),
      stdin: "",
    });
    await child.waitFor(/allback/);
    child.kill("SIGINT");
    const { exitCode, stdout, stderr } = await child.exited;
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: "" });
    expect(stdout.length).toBeLessThan(300);
    expect(stdout.endsWith("\n")).toBe(true);
  });

  it("ends as with Ctrl-C when its terminal is closed, so that what was paid for is counted; without one the system decides", async () => {
    const home = tempDir();
    const open = { env: { ...env(), HOME: home }, stdin: "" };
    const hungUp = async (...before: readonly string[]) => {
      const child = startProcess(
        "node",
        [...before, join(dist, "openclaw.js"), "chat", "What is a fallback? Tell me about videos, too."],
        open,
      );
      await child.waitFor(/allback/);
      child.kill("SIGHUP");
      return child.exited;
    };
    expect(await hungUp()).toMatchObject({ exitCode: null, signal: "SIGHUP" });
    const usage = async () => (await runProcess("node", [join(dist, "openclaw.js"), "usage", "--json"], open)).stdout;
    expect(JSON.parse(await usage())).toMatchObject({ total: { turns: 0 } });
    expect(await hungUp("--import", "data:text/javascript,process.stdout.isTTY=true")).toMatchObject({ exitCode: 130 });
    expect(JSON.parse(await usage())).toMatchObject({ total: { turns: 1 } });
  });

  it("serves the sandbox until Ctrl-C, and that is a good end (CLI-2, SBX-1)", async () => {
    // The sandbox that a checkout resolves is its built one.
    if (!existsSync(join(PACKAGE, "..", "..", "packages", "sandbox", "dist", "index.js")))
      throw new Error("Build first: npx turbo run build");
    const child = startProcess("node", [join(dist, "openclaw.js"), "sandbox"], { env: { HOME: tempDir() } });
    const [, baseUrl = ""] = await child.waitFor(/OPENROUTER_BASE_URL=(\S+)/);
    const asked = await runProcess("node", [join(dist, "openclaw.js"), "chat", "hello"], {
      env: { ...env(), OPENROUTER_BASE_URL: baseUrl },
    });
    expect(asked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Hello from the sandbox") as string });
    child.kill("SIGINT");
    expect((await child.exited).exitCode).toBe(0);
  });

  it("says so where the current folder is gone (CLI-3)", () => {
    const line = `mkdir "$0/gone" && cd "$0/gone" && rmdir "$0/gone" && "${process.execPath}" "${join(dist, "openclaw.js")}" chat hello`;
    const said = spawnSync("/bin/bash", ["-c", line, tempDir()], { encoding: "utf8", env: { ...env(), PATH: process.env["PATH"] } });
    expect(said).toMatchObject({ status: 1, stdout: "" });
    expect(said.stderr).toBe("openclaw: The current folder is not there any more. Change into another one.\n");
  });

  it("says so where stdin is a folder, which reads as if nothing were in it (CLI-3)", () => {
    const said = spawnSync("/bin/sh", ["-c", `node "${join(dist, "openclaw.js")}" chat "What is this?" < /`], {
      encoding: "utf8",
      env: { ...env(), PATH: process.env["PATH"] },
    });
    expect(said).toMatchObject({
      status: 2,
      stdout: "",
      stderr: "openclaw: stdin is a folder. Pipe a text in, or attach files with --file.\n",
    });
  });

  it("meets a home that cannot be written with one line, and no stack (CLI-3)", async () => {
    // Below a file nothing can be made, not even by root.
    const file = join(tempDir(), "file");
    writeFileSync(file, "");
    const set = await runProcess("node", [join(dist, "openclaw.js"), "models", "set", "openrouter/auto"], {
      env: { ...env(), HOME: file },
    });
    expect(set).toMatchObject({ exitCode: 1, stdout: "" });
    expect(set.stderr).toMatch(/^openclaw: .*file.*\n$/);
  });

  it.each(olderNodes())("started on %s, an older Node, runs on the checkout's own (F-5)", async (node) => {
    const { exitCode, stdout } = await runProcess(node, [join(dist, "openclaw.js"), "chat", "hello"], { env: env() });
    expect({ exitCode, stdout: stdout.slice(0, 22) }).toEqual({ exitCode: 0, stdout: "Hello from the sandbox" });
    const refused = await runProcess(node, [join(dist, "openclaw.js"), "--modle"], { env: env() });
    expect(refused.exitCode).toBe(2);
  });

  it.each(olderNodes())("started on %s, an older Node, with no other Node near, says what is needed in one line (F-5)", async (node) => {
    const alone = tempDir();
    cpSync(dist, alone, { recursive: true });
    const { exitCode, stdout, stderr } = await runProcess(node, [join(alone, "openclaw.js"), "--version"], { env: env() });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(/^openclaw: Node 22\.18 or newer is needed and this is v\d+\.\d+\.\d+: .*\n$/);
  });
});

/** Every older Node on this machine's PATH; the other half of the rule is in newer-node.test.ts, which needs none. */
function olderNodes(): string[] {
  const places = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"].map((folder) => join(folder, "node"));
  return [...new Set(places.filter((place) => existsSync(place)).map((place) => realpathSync(place)))].filter((place) => {
    const [major = 0, minor = 0] = spawnSync(place, ["-p", "process.versions.node"], { encoding: "utf8" }).stdout.split(".").map(Number);
    return major > 16 && (major < 22 || (major === 22 && minor < 18));
  });
}
