#!/usr/bin/env node
// The program. The only file that touches `process` and the only one that ends it; it must parse on Node 20, so that an older Node is met
// with a sentence instead of a syntax error (F-5).
import nodeModule from "node:module";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  // Keeps the compiled modules between runs; where it cannot write, it does nothing.
  nodeModule.enableCompileCache();
  const { start } = await import("./start.js");
  process.exit(await start(process));
} else {
  const { runOnNewerNode } = await import("./newer-node.js");
  process.exit(await runOnNewerNode(process));
}
