import { EventEmitter } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { expect, it, vi } from "vitest";
import { findNode, runOnNewerNode } from "./newer-node.js";

const OWN = { url: import.meta.url, packageName: "@openclaw/core" };

function oldProcess(argv: readonly string[], env: Record<string, string>): NodeJS.Process {
  const fake = Object.assign(new EventEmitter(), {
    argv: ["/usr/bin/node", ...argv],
    execArgv: [],
    env,
    version: "v20.0.0",
    stdin: { isTTY: false },
  });
  return fake as unknown as NodeJS.Process;
}

it("runs the same command on the checkout's Node and passes its exit code on (F-5)", async () => {
  const script = join(tempDir(), "script.mjs");
  writeFileSync(script, "process.exit(process.argv[2] === 'seven' && process.env.OPENCLAW_NODE_REEXEC === '1' ? 7 : 1);");
  const process = oldProcess([script, "seven"], {});
  expect(await runOnNewerNode(process, OWN)).toEqual({ exitCode: 7 });
});

it("does not try twice: the second time it says what is needed and ends with 1 (F-5)", async () => {
  const process = oldProcess(["openclaw.js"], { OPENCLAW_NODE_REEXEC: "1" });
  expect(await runOnNewerNode(process, OWN)).toEqual({
    exitCode: 1,
    problem: "Node 22.18 or newer is needed and this is v20.0.0: install Node 24 from https://nodejs.org and put it first on PATH.",
  });
});

it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("passes %s on, where this process alone got it (F-5)", async (signal) => {
  const ready = join(tempDir(), "ready");
  const script = join(tempDir(), "script.mjs");
  writeFileSync(
    script,
    `import { writeFileSync } from "node:fs";
     const hold = setInterval(() => undefined, 1000);
     process.on("${signal}", () => { clearInterval(hold); process.exitCode = 9; });
     writeFileSync(${JSON.stringify(ready)}, "");`,
  );
  const process = oldProcess([script], {});
  const ended = runOnNewerNode(process, OWN);
  await vi.waitUntil(() => existsSync(ready), { timeout: 10_000 });
  process.emit(signal, signal);
  expect(await ended).toEqual({ exitCode: 9 });
});

it("runs no Node from above the package and its workspace (F-5)", () => {
  const top = tempDir();
  const plant = (...folder: readonly string[]): string => {
    const bin = join(top, ...folder, "node_modules", ".bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "node"), "");
    return join(bin, "node");
  };
  const name = (text: string, ...folder: readonly string[]): void =>
    writeFileSync(join(top, ...folder, "package.json"), JSON.stringify({ name: text }));
  plant();
  mkdirSync(join(top, "house", "apps", "cli", "dist"), { recursive: true });
  const dist = join(top, "house", "apps", "cli", "dist");
  expect(findNode(dist, "@openclaw/cli")).toBeUndefined();
  name("@openclaw/cli", "house", "apps", "cli");
  expect(findNode(dist, "@openclaw/cli")).toBeUndefined();
  const ours = plant("house");
  expect(findNode(dist, "@openclaw/cli")).toBeUndefined();
  name("openclaw-monorepo", "house");
  expect(findNode(dist, "@openclaw/cli")).toBe(ours);
  const own = plant("house", "apps", "cli");
  expect(findNode(dist, "@openclaw/cli")).toBe(own);
});
