#!/usr/bin/env node
// The program. The only file that touches `process` and the only one that ends it; it must parse on Node 20, so that an older Node is met
// with a sentence instead of a syntax error (F-5).
import nodeModule from "node:module";
import { VERSION } from "./version.js";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  const { runOnNewerNode } = await import("./newer-node.js");
  process.exit(await runOnNewerNode(process));
} else if (process.argv.length === 3 && process.argv[2] === "--version") {
  // Asked by scripts all day, and the one answer that needs nothing loaded.
  const endUnwritten = async (error: NodeJS.ErrnoException): Promise<never> => {
    if (error.code === "EPIPE") process.exit(0);
    const { writeFailure } = await import("./output/write-failure.js");
    process.stderr.write(writeFailure(error));
    process.exit(1);
  };
  process.stdout.on("error", (error: NodeJS.ErrnoException) => void endUnwritten(error));
  process.stdout.write(`${VERSION}\n`);
} else {
  // Keeps the compiled modules between runs; where it cannot write, it does nothing.
  nodeModule.enableCompileCache();
  const { start } = await import("./start.js");
  process.exit(await start(process));
}
