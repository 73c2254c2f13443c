import { readFileSync } from "node:fs";
import ts from "typescript";

/**
 * How a module names another: loaded with it, loaded later by `import()`, or for its types alone. `import { type A }` is static: under
 * `verbatimModuleSyntax` the module is still loaded.
 */
export type ImportKind = "static" | "dynamic" | "type";

export interface ModuleImport {
  readonly specifier: string;
  readonly kind: ImportKind;
}

export interface ModuleFacts {
  readonly imports: readonly ModuleImport[];
  /** Names given to the outside; a type is written `type Name`. `export *` appears as `* from "…"`. */
  readonly exports: readonly string[];
  readonly lines: number;
}

/** What a TypeScript file imports and exports, read from its syntax: comments and strings cannot fool it. */
export function readModule(file: string): ModuleFacts {
  const text = readFileSync(file, "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const imports: ModuleImport[] = [];
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found !== undefined) imports.push(found);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { imports, exports: source.statements.flatMap(exportsOf), lines: text.split("\n").length - 1 };
}

function importOf(node: ts.Node): ModuleImport | undefined {
  if (ts.isImportDeclaration(node))
    return named(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? "type" : "static");
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return named(node.moduleSpecifier, node.isTypeOnly ? "type" : "static");
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return named(node.argument.literal, "type");
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return named(node.arguments[0], "dynamic");
  return undefined;
}

/** A specifier that is computed cannot be followed, so it is reported as itself and fits no allowed edge. */
function named(node: ts.Node | undefined, kind: ImportKind): ModuleImport {
  const specifier = node !== undefined && ts.isStringLiteralLike(node) ? node.text : "(computed)";
  return { specifier, kind };
}

function exportsOf(statement: ts.Statement): string[] {
  if (ts.isExportDeclaration(statement)) return exportedNames(statement);
  if (ts.isExportAssignment(statement)) return ["default"];
  if (!ts.canHaveModifiers(statement)) return [];
  const modifiers = ts.getModifiers(statement)?.map((modifier) => modifier.kind) ?? [];
  if (!modifiers.includes(ts.SyntaxKind.ExportKeyword)) return [];
  if (modifiers.includes(ts.SyntaxKind.DefaultKeyword)) return ["default"];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : ["(pattern)"]));
  }
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return [`type ${statement.name.text}`];
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement.name?.text ?? "default"];
  return ts.isEnumDeclaration(statement) ? [statement.name.text] : [];
}

function exportedNames(statement: ts.ExportDeclaration): string[] {
  const from =
    statement.moduleSpecifier !== undefined && ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : "";
  if (statement.exportClause === undefined) return [`* from "${from}"`];
  if (ts.isNamespaceExport(statement.exportClause)) return [statement.exportClause.name.text];
  return statement.exportClause.elements.map((element) => (statement.isTypeOnly || element.isTypeOnly ? "type " : "") + element.name.text);
}
