// docs/environment.md names every variable of ours that the sources read, and no other.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./architecture/workspace.js";

// Set and read by the program itself: a constant of the build, the sign that Node was started anew, the line of a completion script.
const INTERNAL: ReadonlySet<string> = new Set(["OPENCLAW_VERSION", "OPENCLAW_NODE_REEXEC", "OPENCLAW_COMPLETION_LINE"]);
const NAME = /\b(?:OPENCLAW|OPENROUTER)_[A-Z]+(?:_[A-Z]+)*\b/g;

const namesIn = (text: string): readonly string[] => text.match(NAME) ?? [];
const onPage = new Set(namesIn(readFileSync(join(ROOT, "docs", "environment.md"), "utf8")));
const files = globSync("{packages,apps}/*/src/**/*.ts", {
  cwd: ROOT,
  exclude: (path) => /(?:\.test\.ts|__fixtures__|testing)$/.test(path),
});
const inSources = new Set(files.flatMap((path) => namesIn(readFileSync(join(ROOT, path), "utf8"))));

it("names every variable that the sources name", () => {
  expect(files.length).toBeGreaterThan(500);
  expect([...inSources].filter((name) => !INTERNAL.has(name) && !onPage.has(name))).toEqual([]);
});

it("names none that nobody reads", () => {
  // `OPENROUTER_API_KEY_<NAME>` stands for many.
  expect([...onPage].filter((name) => !inSources.has(name))).toEqual([]);
});
