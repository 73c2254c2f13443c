import { EventEmitter } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { expect, it } from "vitest";
import { runOnNewerNode } from "./newer-node.js";

function oldProcess(
  argv: readonly string[],
  env: Record<string, string>,
): { readonly process: NodeJS.Process; readonly stderr: () => string } {
  let text = "";
  const fake = Object.assign(new EventEmitter(), {
    argv: ["/usr/bin/node", ...argv],
    execArgv: [],
    env,
    version: "v20.0.0",
    stderr: { write: (piece: string) => (text += piece) },
  });
  return { process: fake as unknown as NodeJS.Process, stderr: () => text };
}

it("runs the same command on the checkout's Node and passes its exit code on (F-5)", async () => {
  const script = join(tempDir(), "script.mjs");
  writeFileSync(script, "process.exit(process.argv[2] === 'seven' && process.env.OPENCLAW_NODE_REEXEC === '1' ? 7 : 1);");
  const { process, stderr } = oldProcess([script, "seven"], {});
  expect(await runOnNewerNode(process)).toBe(7);
  expect(stderr()).toBe("");
});

it("does not try twice: the second time it says what is needed and ends with 1 (F-5)", async () => {
  const { process, stderr } = oldProcess(["openclaw.js"], { OPENCLAW_NODE_REEXEC: "1" });
  expect(await runOnNewerNode(process)).toBe(1);
  expect(stderr()).toBe(
    "openclaw: Node 22.18 or newer is needed and this is v20.0.0: install Node 24 from https://nodejs.org and put it first on PATH.\n",
  );
});
