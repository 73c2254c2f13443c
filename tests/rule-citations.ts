import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

// What may prove a rule: tests, and the two scripts that prove the first run on a fresh clone.
const PROOF = /\.test\.tsx?$|^scripts\/(fresh-clone|dist-smoke)\.mjs$/;
// The rules' own test speaks about ids without proving any.
const ABOUT_RULES = /^tests\/(rules|rule-citations)\b/;
const FOLDERS = ["packages", "apps", "tools", "tests", "scripts", "examples", "bench"];
const SKIPPED = new Set(["node_modules", "dist", ".turbo", "__fixtures__"]);

/** Rule id → the files that cite it, as paths from `root`. */
export function ruleCitations(root: string): ReadonlyMap<string, readonly string[]> {
  const citations = new Map<string, string[]>();
  for (const file of FOLDERS.flatMap((folder) => walk(join(root, folder)))) {
    const name = relative(root, file).replaceAll("\\", "/");
    if (!PROOF.test(name) || ABOUT_RULES.test(name)) continue;
    const ids =
      readFileSync(file, "utf8").match(/\b(?:F|RUN|CFG|KEY|REF|NET|CHAT|FAIL|IMG|VID|MUS|MED|TTS|STT|CLI|SRV|UI|SBX)-\d+\b/g) ?? [];
    for (const id of new Set(ids)) citations.set(id, [...(citations.get(id) ?? []), name]);
  }
  return citations;
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : walk(path);
    return [path];
  });
}
