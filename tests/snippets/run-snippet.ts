// Runs a code block as a reader would: in an empty folder, on the built packages, with a key; only the network leads to the sandbox.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runProcess, tempDir } from "@openclaw/testing";
import { ROOT } from "../architecture/workspace.js";
import type { Snippet } from "./read-snippets.js";

export interface Reachable {
  /** The sandbox, which stands for https://openrouter.ai/api/v1. */
  readonly sandboxUrl: string;
  /** The gateway, which stands for http://127.0.0.1:18789. */
  readonly serverUrl: string;
}

/**
 * TypeScript as Node runs it. What goes to OpenRouter's address arrives at the sandbox, so that pages need not name another base URL. The waits
 * between two looks at a video job are cut short: they are uneven by design, while limits are whole seconds.
 */
export function runTypeScript({ code, given }: Snippet, reachable: Reachable) {
  const folder = workFolder();
  const detour = `const real = globalThis.fetch;
const lead = (url) => url.replace("https://openrouter.ai/api/v1", ${JSON.stringify(reachable.sandboxUrl)}).replace("http://127.0.0.1:18789", ${JSON.stringify(reachable.serverUrl)});
const later = globalThis.setTimeout;
globalThis.setTimeout = (callback, ms, ...rest) => later(callback, ms > 3_000 && ms < 40_000 && (ms === 5_000 || ms % 1_000 !== 0) ? 50 : ms, ...rest);
globalThis.fetch = (input, init) => (input instanceof Request ? real(new Request(lead(input.url), input), init) : real(lead(String(input)), init));\n`;
  writeFileSync(join(folder, "detour.mjs"), detour);
  writeFileSync(join(folder, "snippet.ts"), given + code);
  return runProcess("node", ["--import", "./detour.mjs", "snippet.ts"], { cwd: folder, env: environment(folder, reachable) });
}

/** Shell with the built programs on PATH. A line that fails ends the block with its exit code. */
export function runShell({ code, given }: Snippet, reachable: Reachable) {
  const folder = workFolder();
  const script = `set -euo pipefail\n${given}${code}`.replaceAll("http://127.0.0.1:18789", reachable.serverUrl);
  return runProcess("bash", ["-c", script], { cwd: folder, env: environment(folder, reachable), timeoutMs: 60_000 });
}

function workFolder(): string {
  const folder = tempDir();
  symlinkSync(join(ROOT, "examples", "node_modules"), join(folder, "node_modules"), "dir");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const bin = join(folder, ".bin");
  mkdirSync(bin);
  for (const [name, program] of [
    ["openclaw", "apps/cli/dist/openclaw.js"],
    ["openclaw-server", "apps/server/dist/openclaw-server.js"],
  ] as const) {
    writeFileSync(join(bin, name), `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, program)}" "$@"\n`);
    chmodSync(join(bin, name), 0o755);
  }
  // Installing is what scripts/consumers.mjs proves; here it is looked at whether the names exist.
  writeFileSync(join(bin, "npm"), `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "tests/snippets/npm-stand-in.mjs")}" "$@"\n`);
  chmodSync(join(bin, "npm"), 0o755);
  return folder;
}

function environment(folder: string, { sandboxUrl }: Reachable): Record<string, string> {
  return {
    HOME: folder,
    PATH: [join(folder, ".bin"), process.env["PATH"] ?? ""].join(delimiter),
    OPENROUTER_API_KEY: "sk-or-sandbox",
    OPENROUTER_BASE_URL: sandboxUrl,
    OPENCLAW_GATEWAY_TOKEN: "gateway-token",
    OPENCLAW_POLL_INTERVAL_MS: "50",
    NO_COLOR: "1",
  };
}
