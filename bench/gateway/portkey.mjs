// Portkey, the other gateway in Node, as its lockfile pins it: a plain install streams nothing but errors (Portkey-AI/gateway#1389).
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { answers, freePort, startProgram } from "./processes.mjs";

// The copies inside of it are replaced too.
const PACKAGE = {
  private: true,
  dependencies: { "@portkey-ai/gateway": "1.15.2" },
  overrides: { hono: "4.9.7", "@hono/node-server": "1.13.5" },
};
const folder = fileURLToPath(new URL("../../node_modules/.cache/openclaw/portkey", import.meta.url));
const program = join(folder, "node_modules/@portkey-ai/gateway/build/start-server.js");

/** Installs it once, outside the workspace, and starts it; `undefined` where it cannot be installed. */
export async function startPortkey() {
  try {
    if (!existsSync(program)) await install();
  } catch {
    return undefined;
  }
  const port = await freePort();
  const child = startProgram([program, `--port=${port}`, "--headless"], {
    env: { PATH: process.env.PATH, TRUSTED_CUSTOM_HOSTS: "127.0.0.1,localhost" },
  });
  const url = `http://127.0.0.1:${port}`;
  return (await answers(url)) ? { child, pid: child.pid, url } : undefined;
}

export const portkeyHeaders = (upstreamUrl) => ({ "x-portkey-provider": "openai", "x-portkey-custom-host": `${upstreamUrl}/api/v1` });

async function install() {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(PACKAGE));
  await promisify(execFile)("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder });
}
