import { spawn } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { runProcess, type RunningProcess, startProcess, tempDir } from "@openclaw/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = tempDir();
const program = join(folder, "openclaw-server.js");
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({ tokensPerSecond: 100, media: "in-process" });
  const tsup = join(dirname(createRequire(import.meta.url).resolve("tsup/package.json")), "dist", "cli-default.js");
  const built = join(tempDir(), "dist");
  const { exitCode, stderr } = await runProcess("node", [tsup, "--out-dir", built], { cwd: root });
  expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
  // A copy elsewhere, with no node_modules above it (F-4).
  cpSync(built, folder, { recursive: true });
}, 60_000);
afterAll(() => sandbox.close());

const stateDir = (): { readonly dir: string; readonly env: Record<string, string> } => {
  const dir = tempDir();
  return { dir, env: { OPENCLAW_STATE_DIR: dir, OPENROUTER_API_KEY: "sk-or-v1-any", OPENROUTER_BASE_URL: sandbox.baseUrl } };
};
const urlOf = async (server: RunningProcess): Promise<string> => (await server.waitFor(/"event":"listening","url":"([^"]+)"/))[1]!;
const ask = (url: string, content: string): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "sandbox/guide", stream: true, messages: [{ role: "user", content }] }),
  });

describe("openclaw-server (F-2, F-4)", () => {
  it("serves from a copied folder, reloads on SIGHUP, and lets a stream finish after SIGTERM (SRV-2, SRV-8)", async () => {
    const { dir, env } = stateDir();
    const server = startProcess("node", [program, "--port", "0"], { env });
    const url = await urlOf(server);
    writeFileSync(join(dir, "openclaw.json"), "{ broken");
    server.kill("SIGHUP");
    await server.waitFor(/"event":"config_refused"/);
    const response = await ask(url, "count to 60");
    server.kill("SIGTERM");
    expect((await response.text()).endsWith("data: [DONE]\n\n")).toBe(true);
    const { exitCode, stdout } = await server.exited;
    expect([exitCode, stdout.includes('"event":"drained"')]).toEqual([0, true]);
  });

  it("runs several workers on one port, and ends them all (SRV-3)", async () => {
    const { env } = stateDir();
    const server = startProcess("node", [program, "--port", "0", "--workers", "2"], { env });
    await server.waitFor(/"event":"listening"[^]*"event":"listening"/);
    const url = await urlOf(server);
    const [first, second] = await Promise.all([ask(url, "count to 5"), ask(url, "count to 5")]);
    for (const response of [first, second]) expect(await response.text()).toContain("[DONE]");
    server.kill("SIGTERM");
    expect((await server.exited).exitCode).toBe(0);
    await vi.waitFor(() => expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed"));
  });

  it.each([[[]], [["--workers", "2"]]])("says once that it may open too few files, and serves all the same: %j (SRV-8)", async (more) => {
    const { env } = stateDir();
    const limited = ["-c", 'ulimit -n 1024; exec "$0" "$@"', "node", program, "--port", "0", ...more];
    const server = startProcess("sh", limited, { env: { ...env, OPENCLAW_SERVER_MAX_ACTIVE: "500" } });
    await server.waitFor(more.length === 0 ? /"event":"listening"/ : /"event":"listening"[^]*"event":"listening"/);
    server.kill("SIGTERM");
    const { exitCode, stdout } = await server.exited;
    const told = stdout.split("\n").filter((line) => line.includes('"event":"few_open_files"'));
    expect([exitCode, told]).toEqual([0, [expect.stringContaining("set OPENCLAW_SERVER_MAX_ACTIVE to 384.")]]);
    expect(told[0]).toContain('"level":"warn"');
  });

  it("ends at the second signal while it still waits for its database (SRV-8)", async () => {
    const database = createServer();
    onTestFinished(() => void database.close());
    const asked = new Promise<void>((resolve) => database.once("connection", () => resolve()));
    await new Promise<void>((resolve) => database.listen(0, "127.0.0.1", resolve));
    const { port } = database.address() as AddressInfo;
    const { env } = stateDir();
    const server = startProcess("node", [program, "--port", "0"], {
      env: { ...env, OPENCLAW_DATABASE_URL: `postgres://u:p@127.0.0.1:${port}/d` },
    });
    await asked;
    server.kill("SIGTERM");
    server.kill("SIGINT");
    const { exitCode, stderr } = await server.exited;
    expect([exitCode, stderr]).toEqual([130, ""]);
  });

  it("goes on with several workers when nobody reads their log any more, and ends when it is told to (SRV-8)", async () => {
    const { env } = stateDir();
    const server = spawn(process.execPath, [program, "--port", "0", "--workers", "2"], {
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "ignore"],
    });
    onTestFinished(() => void server.kill("SIGKILL"));
    let log = "";
    server.stdout.setEncoding("utf8").on("data", (text: string) => (log += text));
    const urls = (): readonly string[] => [...log.matchAll(/"event":"listening","url":"([^"]+)"/g)].map(([, url = ""]) => url);
    await vi.waitFor(() => expect(urls()).toHaveLength(2), { timeout: 15_000 });
    server.stdout.destroy();
    const exited = new Promise<number | null>((resolve) => server.once("exit", resolve));
    // An error is written at once, others a moment later.
    server.kill("SIGHUP");
    for (let asked = 0; asked < 3; asked++) expect((await fetch(`${urls()[0]}/healthz`)).status).toBe(200);
    server.kill("SIGTERM");
    expect(await exited).toBe(0);
  });

  it("ends when no worker can start, with the mistake and how each worker ended (SRV-3)", async () => {
    const { env } = stateDir();
    const { exitCode, stdout, stderr } = await runProcess("node", [program, "--host", "0.0.0.0", "--port", "0", "--workers", "2"], { env });
    expect([exitCode, stdout.match(/"event":"worker_ended".*"code":1/g)?.length]).toEqual([1, 2]);
    expect(stdout).toContain('"event":"no_worker_started"');
    expect(stderr).toMatch(/^openclaw-server: Listening on 0\.0\.0\.0 without a token would open the key/);
  });

  it("goes on when nobody reads its log any more, and says so once (SRV-8)", async () => {
    const { env } = stateDir();
    const server = spawn(process.execPath, [program, "--port", "0"], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onTestFinished(() => void server.kill("SIGKILL"));
    let said = "";
    server.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    let out = "";
    const url = await new Promise<string>((resolve) => {
      server.stdout.setEncoding("utf8").on("data", (text: string) => {
        const found = /"event":"listening","url":"([^"]+)"/.exec((out += text))?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    server.stdout.destroy();
    const asked = async (): Promise<void> => expect((await ask(url, "count to 5")).status).toBe(200);
    await asked();
    await vi.waitFor(() => expect(said).not.toBe(""), 5_000);
    await asked();
    const ended = new Promise((resolve) => server.on("exit", resolve));
    server.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(said).toBe("openclaw-server: standard output takes no more lines (EPIPE): the log ends here, the server goes on.\n");
  });

  it("says mistakes in one sentence (SRV-3)", async () => {
    const { env } = stateDir();
    const [port, flag, open, help] = await Promise.all([
      runProcess("node", [program, "--port", "x"], { env }),
      runProcess("node", [program, "--prot", "1"], { env }),
      runProcess("node", [program, "--host", "0.0.0.0", "--port", "0"], { env }),
      runProcess("node", [program, "--help"], { env }),
    ]);
    expect([port.exitCode, flag.exitCode, open.exitCode, help.exitCode]).toEqual([2, 2, 1, 0]);
    expect(port.stderr).toBe('openclaw-server: --port takes a number from 0 to 65535, not "x". See: openclaw-server --help\n');
    expect(flag.stderr).toBe("openclaw-server: Unknown option '--prot'. See: openclaw-server --help\n");
    expect(open.stderr).toMatch(/^openclaw-server: Listening on 0\.0\.0\.0 without a token would open the key/);
    expect(help.stdout).toContain("--workers N");
  });
});
