import { ConfigError, type ConfigIssue, type Warning } from "@openclaw/core";
import type { Config } from "./config.js";
import { type Environment, joinEnvironment } from "./environment/environment.js";
import { type MissingVariable, substituteVariables } from "./environment/substitute.js";
import { positionAt, type SourcePosition } from "./json5/position.js";
import type { SyntaxNode } from "./json5/syntax-tree.js";
import { toValue } from "./json5/to-value.js";
import { applyOverlays, type FlagValue, type Overlay, overlayOrigins, readOverlays } from "./layers.js";
import type { Move } from "./normalize/move.js";
import { normalizeDocument } from "./normalize/normalize-document.js";
import { createOrigins, nodeAt, normalizedPath, type Origins } from "./origins.js";
import { type ConfigPath, formatPath } from "./path/config-path.js";
import { foreignModelNotes, foreignNotes, missingWarnings, repeatedKeyWarnings } from "./notes.js";
import { PASSING_SECTIONS } from "./schema/config-schema.js";
import type { PathIssue } from "./schema/issues.js";
import { checkModelRefs } from "./schema/model-refs.js";
import { validateDocument } from "./schema/validate.js";
import { toConfig } from "./to-config.js";

/** An issue with its place: a line of a file, or the flag or variable that is at fault. */
export interface LocatedIssue extends ConfigIssue {
  /** The path in parts, as written in the file, an unknown key itself included. */
  readonly at?: ConfigPath;
  /** Set when the issue is a key that nobody knows. */
  readonly unknownKey?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface ResolveConfigOptions {
  /** Default: no variables at all. */
  readonly environment?: Environment;
  readonly flags?: readonly FlagValue[];
}

/** A configuration that may be used, and what is worth knowing of it. */
export interface ResolvedConfig {
  readonly config: Config;
  /** What was set, in the normalised spelling, variables in place, defaults left out. Holds secrets: `redactDocument` before showing. */
  readonly document: unknown;
  /** The same in the spelling of the file, flags and variables of the environment left out. Holds secrets, too. */
  readonly written: unknown;
  readonly origins: Origins;
  /** How paths of the file became paths of the document. */
  readonly moves: readonly Move[];
  readonly warnings: readonly Warning[];
  /** What passes without being used or checked; worth a line in `config validate`, not on every start (CFG-4). */
  readonly notes: readonly Warning[];
}

/** What `inspectDocument` finds: the configuration, or why there is none. */
export interface InspectedConfig {
  readonly issues: readonly LocatedIssue[];
  readonly warnings: readonly Warning[];
  readonly notes: readonly Warning[];
  readonly resolved?: ResolvedConfig;
}

/**
 * Layers flags over environment over file over defaults (CFG-7), after checking each (CFG-4). Pure: reads no disk.
 *
 * @param tree the parsed file with its includes in place; absent when there is no file
 * @throws ConfigError `config_invalid`, with one entry in `issues` for each thing that is wrong.
 */
export function resolveConfig(tree: SyntaxNode | undefined, options: ResolveConfigOptions = {}): ResolvedConfig {
  const { issues, resolved } = inspectDocument(tree, options);
  if (resolved === undefined) throw invalidConfig(issues, tree?.source.file);
  return resolved;
}

/** `resolveConfig` for `config validate` and `doctor`: answers with the issues instead of throwing them. */
export function inspectDocument(tree: SyntaxNode | undefined, options: ResolveConfigOptions = {}): InspectedConfig {
  const environment = options.environment ?? joinEnvironment([]);
  const written = tree === undefined ? {} : toValue(tree);
  const { document, missing } = substituteVariables(written, environment.values);
  const overlays = readOverlays(environment, options.flags ?? []);
  const models = checkModelRefs(document);
  const found = tree === undefined ? [] : [...validateDocument(document), ...models.issues].map((issue) => locate(issue, tree, missing));
  const issues = [...found.toSorted(byPlace), ...overlays.flatMap((overlay) => overlayIssues(overlay))];
  const ours = missing.filter(({ path }) => !PASSING_SECTIONS.includes(String(path[0])));
  const foreign = missing.filter(({ path }) => PASSING_SECTIONS.includes(String(path[0])));
  const warnings = [...missingWarnings(ours), ...(tree === undefined ? [] : repeatedKeyWarnings(tree))];
  const notes = [...foreignNotes(document), ...foreignModelNotes(models.foreign), ...missingWarnings(foreign)];
  if (issues.length > 0) return { issues, warnings, notes };

  const draft = normalizeDocument(document);
  const layered = applyOverlays(draft.document, overlays);
  const origins = createOrigins({ ...(tree === undefined ? {} : { tree }), moves: draft.moves, overlays: overlayOrigins(overlays) });
  const overlaid = new Set(overlays.map(({ path }) => formatPath(path)));
  const missingVariables = missing
    .map(({ path, name }) => ({ path: normalizedPath(path, draft.moves), name }))
    .filter(({ path }) => !overlaid.has(formatPath(path)));
  const config = toConfig(layered, missingVariables);
  const resolved: ResolvedConfig = { config, document: layered, written: document, origins, moves: draft.moves, warnings, notes };
  return { issues, warnings, notes, resolved };
}

/** The error of an unusable configuration: the first issues in the message, all of them in `issues`. */
export function invalidConfig(issues: readonly LocatedIssue[], file?: string): ConfigError {
  const shown = issues.slice(0, 3).map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  const more = issues.length > shown.length ? `; and ${issues.length - shown.length} more` : "";
  return new ConfigError(`Config validation failed: ${shown.join("; ")}${more}`, {
    code: "config_invalid",
    hint: `Correct ${file ?? "the configuration"}, then load it again.`,
    issues,
  });
}

function locate(issue: PathIssue, tree: SyntaxNode, missing: readonly MissingVariable[]): LocatedIssue & SourcePosition {
  const unset = missing.find(({ path }) => formatPath(path) === formatPath(issue.at));
  const explained =
    unset === undefined ? issue : { ...issue, message: `references the environment variable ${unset.name}, which is not set` };
  const node = nearestNode(tree, issue.at);
  return { ...explained, ...positionAt(node.source, node.start) };
}

/** In the order of the file, as one corrects it. */
function byPlace(a: SourcePosition, b: SourcePosition): number {
  return a.line - b.line || a.column - b.column;
}

/** What is missing has no place of its own: then it is the object that should hold it. */
function nearestNode(tree: SyntaxNode, path: ConfigPath): SyntaxNode {
  return nodeAt(tree, path) ?? nearestNode(tree, path.slice(0, -1));
}

function overlayIssues({ path, value, origin }: Overlay): readonly LocatedIssue[] {
  const alone = applyOverlays({}, [{ path, value, origin }]);
  return validateDocument(alone).map(({ at: _at, ...issue }) => ({ ...issue, message: `${origin.name}: ${issue.message}` }));
}
