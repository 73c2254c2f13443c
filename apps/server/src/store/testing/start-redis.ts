import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./start-postgres.js";

/** A throwaway Redis in a temporary folder. */
export interface TestRedis {
  readonly url: string;
  pid(): number | undefined;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

const program = ["/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server"].find((path) => existsSync(path));

export const hasRedis: boolean = program !== undefined;

export async function startRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), "openclaw-redis-"));
  const port = await freePort();
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const started = spawn(program ?? "redis-server", [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--dir",
      folder,
      "--save",
      "",
      "--appendonly",
      "no",
    ]);
    server = started;
    let log = "";
    await new Promise<void>((resolve, reject) => {
      started.stdout.on("data", (text: Buffer) => {
        log += text.toString();
        if (log.includes("Ready to accept connections")) resolve();
      });
      started.on("exit", () => reject(new Error(`Redis did not start:\n${log}`)));
    });
  };
  const stop = async (): Promise<void> => {
    const running = server;
    server = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await ended;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: () => server?.pid,
    start,
    stop,
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
