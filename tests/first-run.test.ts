// `npm start` with everything around it replaced: npx, turbo and the CLI are small programs that write down how they were called.
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runProcess, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { ROOT } from "./architecture/workspace.js";

/** A checkout without packages. `npx` "installs" a turbo that notes its arguments; the CLI prints what it gets and exits with 7. */
function checkout(npx = installs()) {
  const folder = tempDir();
  cpSync(join(ROOT, "scripts"), join(folder, "scripts"), { recursive: true });
  for (const file of ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]) cpSync(join(ROOT, file), join(folder, file));
  program(join(folder, "path", "npx"), `echo "$@" >> "${folder}/npx.log"; ${npx}`);
  const cli = "console.log(JSON.stringify([process.argv.slice(2), process.env.MARK, process.cwd()])); process.exitCode = 7;";
  mkdirSync(join(folder, "apps", "cli", "dist"), { recursive: true });
  writeFileSync(join(folder, "apps", "cli", "dist", "openclaw.js"), cli);
  symlinkSync(process.execPath, join(folder, "path", "node"));
  const start = (...args: string[]) =>
    runProcess("node", [join(folder, "scripts", "start.mjs"), ...args], {
      cwd: folder,
      env: { PATH: `${join(folder, "path")}:/usr/bin:/bin`, MARK: "kept" },
    });
  const log = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8").trim().split("\n") : []);
  return { folder, start, log };
}

function installs(turbo = 'echo "$@" >> turbo.log; echo "Cached:    2 cached, 2 total"'): string {
  return `mkdir -p node_modules/.bin && printf '%s\\n' '#!/bin/sh' '${turbo}' > node_modules/.bin/turbo && chmod +x node_modules/.bin/turbo`;
}

function program(file: string, script: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

describe("npm start", () => {
  it("installs the pinned pnpm's way, builds the CLI, and hands the terminal to the tour (RUN-1)", async () => {
    const { start, log, folder } = checkout();
    const result = await start("--fast");
    expect(result.stderr).toMatch(/installing packages[^]*installed in[^]*nothing to build/);
    expect(JSON.parse(result.stdout)).toEqual([["tour", "--fast"], "kept", folder]);
    expect(result.exitCode).toBe(7);
    const { packageManager } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { packageManager: string };
    expect(log("npx.log")).toEqual([`-y ${packageManager} install --frozen-lockfile`]);
    expect(log("turbo.log")[0]).toContain("--filter=@openclaw/cli...");
  });

  it("installs again only when the lockfile has changed (RUN-3)", async () => {
    const { start, log, folder } = checkout();
    await start();
    expect((await start()).stderr).not.toContain("installing");
    expect(log("npx.log")).toHaveLength(1);
    writeFileSync(join(folder, "pnpm-lock.yaml"), "lockfileVersion: '9.0'\n");
    await start();
    expect(log("npx.log")).toHaveLength(2);
  });

  it("says in one line that the registry cannot be reached, and names no host", async () => {
    const { start } = checkout('echo "npm error code ENOTFOUND request to https://registry.corp.test/pnpm failed" >&2; exit 1');
    const { exitCode, stdout, stderr } = await start();
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr.trim().split("\n").slice(1)).toEqual([expect.stringContaining("registry cannot be reached (ENOTFOUND)")]);
    expect(stderr).not.toContain("corp.test");
  });

  it("shows another install failure in full, without hosts, and does not call it done", async () => {
    const { start, log } = checkout('echo "ERR_PNPM_OUTDATED_LOCKFILE see https://registry.corp.test/x"; exit 3');
    const { exitCode, stderr } = await start();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("exit code 3");
    expect(stderr).toContain("ERR_PNPM_OUTDATED_LOCKFILE see https://<host>/x");
    await start();
    expect(log("npx.log")).toHaveLength(2);
  });

  it("shows a failed build and does not start the tour", async () => {
    const { start } = checkout(installs('echo "src/x.ts(1,1): error TS1"; exit 1'));
    const { exitCode, stdout, stderr } = await start();
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("The build failed:\nsrc/x.ts(1,1): error TS1");
  });

  // F-5
  it("needs one line to ask for a newer Node where the checkout brings none, and installs nothing", async () => {
    const { folder, log } = checkout();
    const pretend =
      "data:text/javascript,Object.defineProperty(process,'platform',{value:'darwin'});Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.9.0'}})";
    program(join(folder, "path", "old", "node"), "echo 20.9.0");
    const result = await runProcess("node", ["--import", pretend, join(folder, "scripts", "start.mjs")], {
      env: { PATH: `${join(folder, "path", "old")}:/bin` },
    });
    expect(result.exitCode).toBe(1);
    expect(result.stderr.trim().split("\n")).toEqual([expect.stringContaining("Node 22.18 or newer is needed")]);
    expect(log("npx.log")).toEqual([]);
  });
});
