import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProcess } from "@openclaw/testing";
import { afterAll, beforeAll, expect } from "vitest";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

/** Bundles the program as it is published, once for a file of tests, and answers with the folder that it is in. */
export function bundleProgram(): () => string {
  let dist = "";
  beforeAll(async () => {
    // Below node_modules, so that it is inside the checkout, as the real dist is, and in nobody's way.
    dist = mkdtempSync(join(PACKAGE, "node_modules", ".openclaw-test-"));
    const tsup = join(PACKAGE, "..", "..", "node_modules", "tsup", "dist", "cli-default.js");
    const built = await runProcess("node", [tsup, "--out-dir", dist], { cwd: PACKAGE });
    expect(built.exitCode, built.stdout + built.stderr).toBe(0);
  }, 60_000);
  afterAll(() => rmSync(dist, { recursive: true, force: true }));
  return () => dist;
}

/** Puts the program into a folder under its own name, as an installation does. */
export function installProgram(dist: string, folder: string): void {
  const path = join(folder, "openclaw");
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${join(dist, "openclaw.js")}" "$@"\n`);
  chmodSync(path, 0o755);
}
