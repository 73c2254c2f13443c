// docs/architecture.md, held against the folders and files that are there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./architecture/workspace.js";

const PAGE = readFileSync(join(ROOT, "docs", "architecture.md"), "utf8");

const SOURCES = ["packages", "apps"].flatMap((parent) =>
  readdirSync(join(ROOT, parent))
    .flatMap((name) => [`${parent}/${name}/src`, `${parent}/${name}/web/src`])
    .filter((folder) => existsSync(join(ROOT, folder))),
);

/** Below the heading of a house each entry of the list begins with a room. */
const HOUSES = new Map(
  PAGE.split(/^### /m).flatMap((section) => {
    const house = /^`([^`]+\/src)`\n/.exec(section)?.[1];
    return house === undefined ? [] : [[house, [...section.matchAll(/^- `([^`]+)`/gm)].map(([, room]) => room)] as const];
  }),
);

describe("docs/architecture.md", () => {
  it("knows every house that has sources", () => {
    expect([...HOUSES.keys()].sort()).toEqual([...SOURCES].sort());
  });

  it.each(SOURCES)("names every folder of %s, and none that is gone", (house) => {
    const told = HOUSES.get(house) ?? [];
    const there = readdirSync(join(ROOT, house), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(?:__fixtures__|\.)/.test(entry.name) && holdsFiles(join(ROOT, house, entry.name)))
      .map(({ name }) => name);
    expect(new Set(told)).toEqual(new Set(there));
  });

  it("names no file that is gone", () => {
    const paths = [...PAGE.matchAll(/`([\w-]+(?:\/[\w.-]+)*(?:\.ts|\/))`/g)].flatMap(([, path]) => path ?? []);
    expect(paths.length).toBeGreaterThan(50);
    const bases = [
      "",
      "packages",
      ...SOURCES,
      ...SOURCES.flatMap((house) => readdirSync(join(ROOT, house)).map((room) => `${house}/${room}`)),
    ];
    const gone = paths.filter((path) => !bases.some((base) => existsSync(join(ROOT, base, path))));
    expect(gone).toEqual([]);
  });
});

/** git keeps no empty folder; a working copy may. */
function holdsFiles(folder: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile());
}
