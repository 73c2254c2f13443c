// What an editor shows while somebody writes against the packages: what a name is for, and what may stand in each field that a caller fills.
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { fromRoot, ROOT, sourceEntries, workspacePackages } from "./architecture/workspace.js";

const entries = workspacePackages()
  .flatMap(sourceEntries)
  .filter(({ entry }) => !/\/(cli|server|internal|config)\b/.test(entry));
const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config, ts.sys, ROOT);
const program = ts.createProgram(
  entries.map(({ file }) => file),
  { ...options, noEmit: true },
);
const checker = program.getTypeChecker();
const isDocumented = (symbol: ts.Symbol): boolean => symbol.getDocumentationComment(checker).length > 0;
const VALUES = ts.SymbolFlags.Function | ts.SymbolFlags.Class | ts.SymbolFlags.Variable;

function exportsOf(file: string): readonly ts.Symbol[] {
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${fromRoot(file)} is no module.`);
  const own = (symbol: ts.Symbol): ts.Symbol => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  return checker.getExportsOfModule(module).map(own);
}

describe.each(entries.map(({ entry, file }) => [entry, file] as const))("%s", (_entry, file) => {
  const names = exportsOf(file);

  it("says of every function, class and constant what it is for", () => {
    const silent = names.filter((symbol) => (symbol.flags & VALUES) !== 0 && !isDocumented(symbol));
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(names.length).toBeGreaterThan(0);
  });

  it("says of every field that a caller fills what may stand there", () => {
    const filled = names.filter(({ name, flags }) => flags & ts.SymbolFlags.Interface && /(Request|Options|Input|Params|Rule)$/.test(name));
    const fields = filled.flatMap(({ name, members }) =>
      [...(members?.values() ?? [])].filter(({ flags }) => flags & ts.SymbolFlags.Property).map((member) => ({ name, member })),
    );
    const silent = fields.filter(({ member }) => !isDocumented(member));
    expect(silent.map(({ name, member }) => `${name}.${member.name}`)).toEqual([]);
  });
});
