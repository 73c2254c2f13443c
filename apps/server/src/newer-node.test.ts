import { expect, it } from "vitest";
import { runOnNewerNode } from "./newer-node.js";

it("says under its own name which Node is needed, and ends with 1 (F-5)", async () => {
  let text = "";
  const old = {
    argv: ["/usr/bin/node", "openclaw-server.js"],
    execArgv: [],
    // It was started by itself already.
    env: { OPENCLAW_NODE_REEXEC: "1" },
    version: "v20.0.0",
    stderr: { write: (piece: string) => (text += piece) },
  } as unknown as NodeJS.Process;
  expect(await runOnNewerNode(old)).toBe(1);
  expect(text).toBe(
    "openclaw-server: Node 22.18 or newer is needed and this is v20.0.0: install Node 24 from https://nodejs.org and put it first on PATH.\n",
  );
});
