import { execFile, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

/** A throwaway PostgreSQL in a temporary folder. */
export interface TestPostgres {
  /** The process that all of its others come from. */
  pid(): number | undefined;
  /** A place of its own, empty. */
  createDatabase(): Promise<string>;
  /** As `kill -9` of the whole server. */
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Where Debian and others put the programs; `undefined` when there is no PostgreSQL. */
function findPrograms(): string | undefined {
  const debian = existsSync("/usr/lib/postgresql")
    ? readdirSync("/usr/lib/postgresql").map((version) => `/usr/lib/postgresql/${version}/bin`)
    : [];
  return [...debian.toSorted().toReversed(), "/usr/local/bin", "/usr/bin"].find((folder) => existsSync(join(folder, "initdb")));
}

export const hasPostgres: boolean = findPrograms() !== undefined;

/** @param options.durable it waits for the disk, as a real one does; tests need not */
export async function startPostgres({ durable = false }: { readonly durable?: boolean } = {}): Promise<TestPostgres> {
  const programs = findPrograms() ?? "";
  const folder = mkdtempSync(join(tmpdir(), "openclaw-pg-"));
  chmodSync(folder, 0o777);
  const data = join(folder, "data");
  const port = await freePort();
  // PostgreSQL refuses to run as root.
  const as = (program: string, args: readonly string[]): [string, string[]] => {
    const path = join(programs, program);
    return isRoot ? ["runuser", ["-u", "postgres", "--", path, ...args]] : [path, [...args]];
  };
  try {
    await run(...as("initdb", ["-D", data, "-U", "test", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"]));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  let server: ReturnType<typeof spawn> | undefined;

  const start = async (): Promise<void> => {
    const settings = [
      "max_connections=120",
      "listen_addresses=127.0.0.1",
      `unix_socket_directories=${folder}`,
      "shared_buffers=16MB",
      `fsync=${durable ? "on" : "off"}`,
    ];
    server = spawn(...as("postgres", ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])]), {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let log = "";
    server.stderr?.on("data", (text: Buffer) => (log += text.toString()));
    for (let tries = 0; tries < 200 && !log.includes("ready to accept connections"); tries++) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${log}`);
      await wait(25);
    }
  };
  const stop = async (): Promise<void> => {
    await run(...as("pg_ctl", ["-D", data, "-m", "immediate", "-w", "stop"])).catch(() => undefined);
    server = undefined;
  };
  let count = 0;
  await start();
  return {
    pid: () => server?.pid,
    start,
    stop,
    async createDatabase() {
      const name = `test_${++count}`;
      const client = new pg.Client(`postgres://test@127.0.0.1:${port}/postgres`);
      await client.connect();
      // A role finds the schema of its own name first: as good as a database of its own, and made at once.
      await client.query(`CREATE ROLE ${name} LOGIN SUPERUSER; CREATE SCHEMA ${name} AUTHORIZATION ${name}`);
      await client.end();
      return `postgres://${name}@127.0.0.1:${port}/postgres`;
    },
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
