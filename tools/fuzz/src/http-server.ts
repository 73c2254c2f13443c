import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createSandbox } from "@openclaw/sandbox";
import fc from "fast-check";
import { httpRequests } from "./http-requests.js";
import { PLANTED_SECRET } from "./odd-values.js";
import { sendRaw } from "./send-raw.js";
import type { FuzzTarget } from "./target.js";

/** SRV-1, SRV-8: whatever bytes arrive, the built server answers in HTTP or closes, names no secret and no file of its own, and lives. */
export const httpServer: FuzzTarget = {
  name: "http",
  about: "whatever bytes arrive, the server answers or closes, never with a 500, and lives",
  async open() {
    const sandbox = await createSandbox({ tokensPerSecond: 100_000, videoScale: 0.1, imageScale: 0.1, videoMaxSeconds: 1 });
    const folder = mkdtempSync(join(tmpdir(), "openclaw-fuzz-"));
    const server = spawn(process.execPath, [join("apps", "server", "dist", "openclaw-server.js"), "--port", "0"], {
      env: { ...process.env, OPENCLAW_STATE_DIR: folder, OPENROUTER_API_KEY: PLANTED_SECRET, OPENROUTER_BASE_URL: sandbox.baseUrl },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const port = await portOf(server);
    return {
      // What the stand-in for the provider paints and this process makes up is no work of the server.
      cpuMs: () => cpuMsOf(server),
      property: fc.asyncProperty(httpRequests, async (request) => {
        const answer = await sendRaw(port, request);
        if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
        if (answer === "timeout") throw new Error("No answer and no end within 20 s.");
        if (answer !== "" && !/^HTTP\/1\.1 [1-5]\d\d/.test(answer)) throw new Error(`No HTTP: ${answer.slice(0, 200)}`);
        if (/HTTP\/1\.1 500/.test(answer)) throw new Error(answer.slice(0, 2000));
        if (answer.includes(PLANTED_SECRET) || /\n\s+at .*[/\\]\w+\.[jt]s:\d+/.test(answer))
          throw new Error(`The answer tells too much: ${answer.slice(0, 2000)}`);
      }),
      async close() {
        server.kill("SIGKILL");
        await sandbox.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

async function portOf(server: ChildProcess): Promise<number> {
  if (server.stdout === null || server.stderr === null) throw new Error("The server has no output.");
  const said: string[] = [];
  server.stderr.on("data", (data: Buffer) => said.push(data.toString()));
  for await (const line of createInterface({ input: server.stdout })) {
    const port = /"event":"listening","url":"[^"]+:(\d+)"/.exec(line)?.[1];
    if (port === undefined) continue;
    server.stdout.resume();
    return Number(port);
  }
  throw new Error(`The server did not start; run npm run build first.\n${said.join("")}`);
}

/** By /proc; elsewhere this process's own stands in, which is more. */
function cpuMsOf({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}
