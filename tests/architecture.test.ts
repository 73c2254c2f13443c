// The picture of AGENTS.md, held.
import { existsSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { CLOSED_FOLDERS, INNER_BORDERS, LAZY_EDGES, PORTABLE_ENTRIES, STATIC_EDGES, TEST_ONLY, TYPE_EDGES } from "./architecture/edges.js";
import { importCircles } from "./architecture/import-circles.js";
import { builtinsReachable, factsOf, resolveRelative, shippedImports, workspaceName } from "./architecture/import-graph.js";
import { projectFiles } from "./architecture/project-files.js";
import { fromRoot, isTestFile, ROOT, sourceEntries, workspacePackages } from "./architecture/workspace.js";
import { PUBLIC_NAMES } from "./public-names.js";
import { pages, readSnippets } from "./snippets/read-snippets.js";

const packages = workspacePackages();
const withSource = packages.filter((one) => one.files.length > 0);
const named = (name: string) => packages.find((one) => one.name === name);

it("knows every package of the workspace by its name, and joins them by workspace links alone (F-1)", () => {
  const links = packages.flatMap((one) => Object.entries({ ...one.manifest.dependencies, ...one.manifest.devDependencies }));
  expect(links.filter(([name, range]) => name.startsWith("@openclaw/") && range !== "workspace:*")).toEqual([]);
  expect(packages.map((one) => one.name).sort()).toEqual(Object.keys(STATIC_EDGES).sort());
  for (const one of packages) expect(one.manifest.name).toBe(`@openclaw/${basename(one.folder)}`);
});

it("calls the programs openclaw and openclaw-server (F-2)", () => {
  const bins = packages.filter((one) => one.manifest.bin !== undefined).map((one) => [one.name, one.manifest.bin]);
  expect(Object.fromEntries(bins)).toEqual({
    cli: { openclaw: "./dist/openclaw.js" },
    server: { "openclaw-server": "./dist/openclaw-server.js" },
  });
});

describe.each(withSource.map((one) => [one.name, one] as const))("%s", (name, one) => {
  const allowed: Record<string, readonly string[]> = {
    static: STATIC_EDGES[name] ?? [],
    dynamic: [...(STATIC_EDGES[name] ?? []), ...(LAZY_EDGES[name] ?? [])],
    type: [...(STATIC_EDGES[name] ?? []), ...(LAZY_EDGES[name] ?? []), ...(TYPE_EDGES[name] ?? [])],
  };

  it("loads only the packages that the picture allows", () => {
    const strays = shippedImports(one, (file) => !isTestFile(file))
      .filter(({ specifier }) => specifier.startsWith("@openclaw/"))
      .filter(({ specifier, kind }) => !(allowed[kind] ?? []).includes(workspaceName(specifier) ?? ""))
      .map(({ file, specifier, kind }) => `${file}: ${kind} import of ${specifier}`);
    expect(strays).toEqual([]);
  });

  it("tests itself with nothing but its edges, the fakes and the sandbox", () => {
    const forTests = [...(allowed["type"] ?? []), ...TEST_ONLY, name];
    const strays = shippedImports(one, isTestFile)
      .filter(({ specifier }) => specifier.startsWith("@openclaw/") && !forTests.includes(workspaceName(specifier) ?? ""))
      .map(({ file, specifier }) => `${file}: ${specifier}`);
    expect(strays).toEqual([]);
  });

  it("declares in its manifest only packages that it may use", () => {
    const forRun = allowed["type"] ?? [];
    const ours = (record: Readonly<Record<string, string>> = {}) => Object.keys(record).flatMap((key) => workspaceName(key) ?? []);
    const { dependencies, devDependencies, peerDependencies } = one.manifest;
    expect([...ours(dependencies), ...ours(peerDependencies)].filter((other) => !forRun.includes(other))).toEqual([]);
    expect(ours(devDependencies).filter((other) => ![...forRun, ...TEST_ONLY].includes(other))).toEqual([]);
  });

  it("reaches into no other folder by a relative path", () => {
    const strays = shippedImports(one, () => true)
      .filter(({ specifier }) => specifier.startsWith("."))
      .filter(({ file, specifier }) => relative(one.folder, join(one.folder, "src", file, "..", specifier)).startsWith(".."))
      .map(({ file, specifier }) => `${file}: ${specifier}`);
    expect(strays).toEqual([]);
  });

  it("follows every import: none is computed, none misses its file", () => {
    const source = (file: string) => join(one.folder, "src", file);
    const strays = shippedImports(one, (file) => !isTestFile(file))
      .filter(({ specifier }) => specifier === "(computed)" || (specifier.startsWith(".") && specifier.endsWith(".js")))
      .filter(({ file, specifier }) => specifier === "(computed)" || resolveRelative(source(file), specifier) === undefined)
      .map(({ file, specifier }) => `${file}: ${specifier}`);
    expect(strays).toEqual([]);
  });

  it("gives its names one by one: no default export, no export *", () => {
    const strays = one.files
      .filter((file) => !isTestFile(file))
      .flatMap((file) => factsOf(join(one.folder, "src", file)).exports.map((entry) => `${file}: ${entry}`))
      .filter((line) => / (default|\* from .*)$/.test(line));
    expect(strays).toEqual([]);
  });
});

describe("inside a package", () => {
  const innerImports = (name: string) => {
    const one = named(name);
    if (one === undefined) return [];
    const source = join(one.folder, "src");
    return shippedImports(one, (file) => !isTestFile(file))
      .filter(({ specifier }) => specifier.startsWith("."))
      .map(({ file, specifier }) => ({ file, target: relative(source, resolveRelative(join(source, file), specifier) ?? specifier) }))
      .map(({ file, target }) => ({ file, target: target.split(sep).join("/") }));
  };

  it.each(INNER_BORDERS)("$package: $from never imports $to, because $why", (border) => {
    const strays = innerImports(border.package).filter(({ file, target }) => file.startsWith(border.from) && target.startsWith(border.to));
    expect(strays).toEqual([]);
  });

  it.each(CLOSED_FOLDERS)("$package: $folder imports only $allowed", (closed) => {
    const fits = (target: string) => closed.allowed.some((entry) => (entry.endsWith("/") ? target.startsWith(entry) : target === entry));
    const strays = innerImports(closed.package).filter(({ file, target }) => file.startsWith(closed.folder) && !fits(target));
    expect(strays).toEqual([]);
  });
});

// F-3
it.each(PORTABLE_ENTRIES)("%s reaches no Node built-in", (entry) => {
  const source = packages.flatMap(sourceEntries).find((one) => one.entry === entry);
  expect(source, `${entry} has no openclaw-source entry`).toBeDefined();
  const chains = existsSync(source!.file) ? builtinsReachable(source!.file, packages) : [];
  expect(chains.map(fromRoot)).toEqual([]);
});

it("gives exactly the public names of tests/public-names.ts (change that file on purpose: npm run public-names)", () => {
  const entries = packages.flatMap(sourceEntries).filter(({ file }) => existsSync(file));
  const actual = Object.fromEntries(entries.map(({ entry, file }) => [entry, [...factsOf(file).exports].sort()]));
  expect(actual).toEqual(PUBLIC_NAMES);
});

describe("what is internal", () => {
  it("is given by no public entry as well, but for the first load of a page", () => {
    const namesOf = (entry: string): readonly string[] => PUBLIC_NAMES[entry] ?? [];
    const given = new Set(["@openclaw/core", "@openclaw/core/node"].flatMap(namesOf));
    const internal = ["@openclaw/core/internal", "@openclaw/core/internal/node"].flatMap(namesOf);
    expect(internal.filter((name) => given.has(name))).toEqual([]);
    expect(internal.length).toBeGreaterThan(0);
  });

  it("is shown to nobody: no page, example or stranger's project names such an entry", () => {
    const programs = projectFiles()
      .map(fromRoot)
      .filter((file) => /^(examples|tests[/\\]consumers)[/\\]/.test(file));
    const shown = [
      ...pages().flatMap((page) => readSnippets(page).map(({ at, code, given }) => ({ at, code: given + code }))),
      ...programs.map((file) => ({ at: file, code: readFileSync(join(ROOT, file), "utf8") })),
    ];
    expect(shown.filter(({ code }) => /@openclaw\/\w+\/internal/.test(code)).map(({ at }) => at)).toEqual([]);
    expect(programs.length).toBeGreaterThan(15);
  });
});

describe("every file of ours", () => {
  const files = projectFiles();

  it("is at most 400 lines long, but for the table of public names", () => {
    const written = files.filter((file) => basename(file) !== "public-names.ts");
    const long = written.map((file) => ({ file: fromRoot(file), lines: factsOf(file).lines })).filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  it("imports none that imports it, not even by way of others or for its types", () => {
    const circles = importCircles(files).map((circle) => circle.map(fromRoot).join(" -> "));
    expect(circles).toEqual([]);
  });

  it("is named for what it exports, not for a drawer", () => {
    const drawers = files.map(fromRoot).filter((file) => /(^|[/\\.-])(utils?|helpers?|common|managers?|misc)([/\\.-]|$)/.test(file));
    expect(drawers).toEqual([]);
  });

  it("is named in kebab-case", () => {
    const odd = files
      .map(fromRoot)
      .filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|d|bench))*\.(ts|tsx|mjs)$/.test(basename(file)));
    expect(odd).toEqual([]);
  });
});
