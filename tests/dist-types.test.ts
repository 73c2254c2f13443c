import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProcess, tempDir } from "@openclaw/testing";
import { expect, it } from "vitest";
import { fromRoot, ROOT, workspacePackages } from "./architecture/workspace.js";

const folder = join(ROOT, "tests", "dist-types");
const native = join(ROOT, "node_modules", ".bin", "tsc");
const compilers = {
  "TypeScript 7": (args: readonly string[]) => runProcess(native, args),
  "TypeScript 6": (args: readonly string[]) => runProcess("node", [join(ROOT, "node_modules/typescript/lib/tsc.js"), ...args]),
};

it("has something to check: every package is built (npm run build)", () => {
  const entries = workspacePackages().flatMap(({ folder: home, manifest }) =>
    Object.values(manifest.exports ?? {}).flatMap((target) => (typeof target === "string" ? [] : [join(home, target["types"] ?? "")])),
  );
  expect(entries.filter((file) => !existsSync(file)).map(fromRoot)).toEqual([]);
});

// F-3
it.each([
  ["portable.ts", "NodeNext", "TypeScript 7"],
  ["portable.ts", "Bundler", "TypeScript 7"],
  ["portable.ts", "NodeNext", "TypeScript 6"],
  ["on-node.ts", "NodeNext", "TypeScript 7"],
  ["on-node.ts", "Bundler", "TypeScript 7"],
] as const)(
  "checks %s against the built declarations with %s resolution under %s",
  { timeout: 60_000 },
  async (file, resolution, compiler) => {
    const project = join(tempDir(), "tsconfig.json");
    const onNode = file === "on-node.ts";
    const compilerOptions = {
      target: "ES2023",
      lib: onNode ? ["ES2023"] : ["ES2023", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
      types: onNode ? ["node"] : [],
      typeRoots: [join(ROOT, "node_modules", "@types")],
      module: resolution === "NodeNext" ? "NodeNext" : "ESNext",
      moduleResolution: resolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    };
    writeFileSync(project, JSON.stringify({ compilerOptions, files: [join(folder, file)] }));
    const { stdout, stderr, exitCode } = await compilers[compiler](["-p", project, "--pretty", "false"]);
    expect(stdout + stderr).toBe("");
    expect(exitCode).toBe(0);
  },
);
