import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

// What may prove a rule: tests, and the two scripts that prove the first run on a fresh clone.
const PROOF = /\.test\.tsx?$|^scripts\/(fresh-clone|dist-smoke)\.mjs$/;
// The rules' own test speaks about ids without proving any.
const ABOUT_RULES = /^tests\/(rules|rule-citations|rule-homes)\b/;
const RULE = /\b(F|RUN|CFG|KEY|REF|NET|CHAT|FAIL|IMG|VID|MUS|MED|TTS|STT|CLI|SRV|UI|SBX)-(\d+)\b(?: to \1-(\d+)\b)?/g;
const FOLDERS = ["packages", "apps", "tools", "tests", "scripts", "examples", "bench"];
const SKIPPED = new Set(["node_modules", "dist", ".turbo", "__fixtures__"]);

/** Rule id → the files that cite it, as paths from `root`. */
export function ruleCitations(root: string): ReadonlyMap<string, readonly string[]> {
  const citations = new Map<string, string[]>();
  for (const file of FOLDERS.flatMap((folder) => walk(join(root, folder)))) {
    const name = relative(root, file).replaceAll("\\", "/");
    if (!PROOF.test(name) || ABOUT_RULES.test(name)) continue;
    for (const id of namedRules(readFileSync(file, "utf8"))) citations.set(id, [...(citations.get(id) ?? []), name]);
  }
  return citations;
}

/** The rules that a text names: one by one, or from one to another as in `SRV-3 to SRV-5`. */
export function namedRules(text: string): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const [, area = "", first, last] of text.matchAll(RULE)) {
    for (let number = Number(first); number <= Number(last ?? first); number++) ids.add(`${area}-${number}`);
  }
  return ids;
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : walk(path);
    return [path];
  });
}
