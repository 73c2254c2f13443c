// docs/wire-traps.md names the tests that show how each oddity of the wire is met: they exist under those names.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectFiles } from "./architecture/project-files.js";
import { fromRoot, ROOT } from "./architecture/workspace.js";

const page = readFileSync(join(ROOT, "docs", "wire-traps.md"), "utf8");
const rows = page.split("\n").filter((line) => line.startsWith("| ") && !/^\| (?:#|what goes wrong|-+) /.test(line));
const shownBy = (row: string) => [...row.matchAll(/\[`([^`]+)`\]\(\.\.\/([^)]+)\)/g)].map(([, title = "", file = ""]) => ({ title, file }));

function isThere({ title, file }: { readonly title: string; readonly file: string }): boolean {
  const path = join(ROOT, file);
  if (!existsSync(path)) return false;
  const text = readFileSync(path, "utf8");
  return ['"', "`"].some((quote) => text.includes(`(${quote}${title}${quote},`) || text.includes(`\n    ${quote}${title}${quote},`));
}

it("names at least one test for each trap and each mistake", () => {
  expect(rows.length).toBeGreaterThan(60);
  expect(rows.filter((row) => shownBy(row).length === 0)).toEqual([]);
});

it("names only tests that exist", () => {
  const missing = rows.flatMap(shownBy).filter((test) => !isThere(test));
  expect(missing).toEqual([]);
});

it("leaves none of the forty traps out", () => {
  const numbers = rows.flatMap((row) => /^\| (\d+) +\|/.exec(row)?.[1] ?? []);
  expect(numbers).toEqual(Array.from({ length: 40 }, (_, index) => String(index + 1)));
});

it("has a row for every trap that a comment names, and is the only such list", () => {
  const named = projectFiles().flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const traps = [...text.matchAll(/\b[Tt]raps? ((?:\d+(?:, | and | to )?)+)/g)].flatMap(([, list = ""]) => list.match(/\d+/g) ?? []);
    // Sections of a document that is not here.
    const elsewhere = /\.md §|\breference §|\b[Qq]uirks? \d/.test(text) && !file.endsWith("wire-traps.test.ts") ? ["elsewhere"] : [];
    return [...traps.filter((number) => Number(number) < 1 || Number(number) > 40), ...elsewhere].map(
      (what) => `${fromRoot(file)}: ${what}`,
    );
  });
  expect(named).toEqual([]);
});
