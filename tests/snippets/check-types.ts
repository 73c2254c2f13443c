import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProcess, tempDir } from "@openclaw/testing";
import { ROOT } from "../architecture/workspace.js";
import type { Snippet } from "./read-snippets.js";

/** Compiles all blocks at once against the built declarations, strictly. Answers with the compiler's lines, each with the page it is about. */
export async function typeProblems(snippets: readonly Snippet[]): Promise<readonly string[]> {
  const folder = tempDir();
  symlinkSync(join(ROOT, "examples", "node_modules"), join(folder, "node_modules"), "dir");
  mkdirSync(join(folder, "blocks"));
  const at = new Map<string, string>();
  for (const [index, { code, given, at: place }] of snippets.entries()) {
    at.set(`${index}.ts`, place);
    // A module of its own, so that names of different blocks do not meet.
    writeFileSync(join(folder, "blocks", `${index}.ts`), `${given}${code}\nexport {};\n`);
  }
  const compilerOptions = {
    target: "ES2023",
    lib: ["ES2024", "DOM", "DOM.Iterable", "DOM.AsyncIterable", "ESNext.Disposable"],
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules", "@types")],
    module: "NodeNext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  };
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["blocks"] }));
  const { stdout, stderr } = await runProcess(join(ROOT, "node_modules", ".bin", "tsc"), ["-p", folder, "--pretty", "false"], {
    cwd: folder,
  });
  const lines = (stdout + stderr).split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) =>
    line.replace(
      /^blocks\/(\d+\.ts)\((\d+),\d+\)/,
      (_whole, file: string, row: string) => `${at.get(file) ?? file} (line ${row} of the block)`,
    ),
  );
}
