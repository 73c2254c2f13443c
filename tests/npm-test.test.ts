// `npm test` with everything around it replaced: npx, apt and every tool are small programs that write down how they were called (RUN-2).
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, matchesGlob } from "node:path";
import { runProcess, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import settings from "../vitest.config.js";
import { ROOT } from "./architecture/workspace.js";

const TOOLS = ["turbo", "oxfmt", "oxlint", "tsc", "knip", "vitest", "node"];
// Elsewhere the programs that are missing are named, and a person brings them.
const HAS_APT = existsSync("/usr/bin/apt-get");
const PASSING = { testResults: [{ status: "passed", assertionResults: [{ status: "passed" }, { status: "passed" }] }] };

function program(file: string, script: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

/**
 * A checkout without packages on a machine without any of the programs that tests need. `npx` brings the tools and `apt-get` the programs;
 * each tool notes its call, and vitest writes `report`.
 */
function checkout({ report = PASSING, failing = "" }: { readonly report?: object; readonly failing?: string } = {}) {
  const folder = tempDir();
  const path = join(folder, "path");
  cpSync(join(ROOT, "scripts"), join(folder, "scripts"), { recursive: true });
  for (const file of ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]) cpSync(join(ROOT, file), join(folder, file));
  writeFileSync(join(folder, "report.json"), JSON.stringify(report));
  const note = `echo "\${0##*/} $*" | sed "s#${folder}/##g" >> "${folder}/calls.log"`;
  const broken = failing === "" ? "" : `case "\${0##*/} $*" in *${failing}*) echo "this is wrong"; exit 1;; esac`;
  program(
    join(folder, "tool"),
    `${note}\n${broken}\nfor a; do case "$a" in --outputFile.json=*) cp "${folder}/report.json" "\${a#*=}";; esac; done`,
  );
  const bring = TOOLS.map((name) => `cp "${folder}/tool" "${folder}/node_modules/.bin/${name}"`).join(" && ");
  program(join(path, "npx"), `${note}; mkdir -p "${folder}/node_modules/.bin" && ${bring}`);
  program(
    join(path, "apt-get"),
    `${note}\n[ "$1" = install ] || exit 0\nshift\nfor a; do case "$a" in -*) continue;; postgresql) a=initdb;; esac; echo > "${path}/$a"; done`,
  );
  // "env" runs what stands behind the settings; nobody is asked for a password.
  program(join(path, "env"), 'shift; exec "$@"');
  program(join(path, "sudo"), 'while [ "$1" = "-n" ]; do shift; done; exec "$@"');
  for (const name of ["sh", "sed", "cp", "mkdir", "true"]) symlinkSync(join("/bin", name), join(path, name));
  const test = () => runProcess(process.execPath, [join(folder, "scripts", "test.mjs")], { cwd: folder, env: { PATH: path } });
  const calls = () => (existsSync(join(folder, "calls.log")) ? readFileSync(join(folder, "calls.log"), "utf8").trim().split("\n") : []);
  return { folder, test, calls };
}

// RUN-2
describe("npm test on a fresh clone", () => {
  it("is the script that is tested here, and the one command of continuous integration", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    expect(scripts["test"]).toBe("node scripts/test.mjs");
    expect(readFileSync(join(ROOT, ".ci", "run"), "utf8")).toContain("\nexec npm test\n");
  });

  it("installs packages and the system's programs, the browser too, builds, and then runs every gate", async () => {
    const { test, calls } = checkout();
    const { exitCode, stdout } = await test();
    const { packageManager } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { readonly packageManager: string };
    const aptInstall: unknown = expect.stringMatching(/^apt-get install -y --no-install-recommends .*\bchromium\b/);
    expect(calls()).toEqual([
      `npx -y ${packageManager} install --frozen-lockfile`,
      ...(HAS_APT ? ["apt-get update", aptInstall] : []),
      expect.stringMatching(/^turbo run build\b(?!.*--filter)/),
      "oxfmt --check",
      "oxlint --type-aware --deny-warnings",
      "tsc -p tsconfig.json",
      "knip ",
      // Every test there is: no file is named.
      expect.stringMatching(/^vitest run(?: --\S+)+$/),
      // publint and attw.
      "node scripts/package-check.mjs",
      "node scripts/size.mjs",
      "node scripts/dist-smoke.mjs",
      "node scripts/consumers.mjs --fast",
      "node scripts/licences.mjs",
    ]);
    expect(stdout).toMatch(HAS_APT ? /^system programs installed in [\d.]+ s: .*\bchromium\b/m : /^ {2}chromium: opens the server's page/m);
    expect(stdout.trim().split("\n").at(-1)).toBe("12 passed, 0 failed");
    expect(exitCode).toBe(0);
  });

  it("installs nothing the second time", async () => {
    const { test, calls } = checkout();
    await test();
    const before = calls().length;
    await test();
    expect(
      calls()
        .slice(before)
        .filter((call) => /^(?:npx|apt-get)/.test(call)),
    ).toEqual([]);
    expect(calls().length).toBe(before + 11);
  });

  it.each(["oxfmt", "oxlint", "tsc", "knip", "package-check", "size.mjs", "dist-smoke", "consumers", "licences"])(
    "runs the other gates, shows the output and fails when %s does",
    async (failing) => {
      const { test, calls } = checkout({ failing });
      const { exitCode, stdout } = await test();
      expect(exitCode).toBe(1);
      expect(stdout).toContain("this is wrong");
      expect(stdout.trim().split("\n").at(-1)).toBe("11 passed, 1 failed");
      expect(calls().at(-1)).toBe("node scripts/licences.mjs");
    },
  );

  it("does not call a gate green that reads what could not be built", async () => {
    const { test, calls } = checkout({ failing: "turbo" });
    const { exitCode, stdout } = await test();
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Not run: the build failed.");
    expect(calls().some((call) => call.startsWith("vitest"))).toBe(true);
    expect(calls().filter((call) => call.startsWith("node "))).toEqual([]);
  });

  it.each([
    ["a failed test", { testResults: [{ status: "failed", assertionResults: [{ status: "passed" }, { status: "failed" }] }] }],
    ["a skipped test", { testResults: [{ status: "passed", assertionResults: [{ status: "passed" }, { status: "pending" }] }] }],
    ["a file that could not be loaded", { testResults: [{ status: "failed", assertionResults: [] }, ...PASSING.testResults] }],
    ["no tests at all", { testResults: [] }],
  ])("fails for %s", async (_name, report) => {
    const { exitCode, stdout } = await checkout({ report }).test();
    expect(stdout.trim().split("\n").at(-1)).toMatch(/, 1 failed$/);
    expect(exitCode).toBe(1);
  });

  it("leaves no test file out", async () => {
    const { stdout } = await runProcess("git", ["ls-files"], { cwd: ROOT });
    const files = stdout.split("\n").filter((file) => /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(file));
    const { include = [], exclude = [] } = settings.test ?? {};
    expect(files.length).toBeGreaterThan(250);
    expect(files.filter((file) => !include.some((pattern) => matchesGlob(file, pattern)))).toEqual([]);
    expect(exclude).toEqual([]);
  });
});
