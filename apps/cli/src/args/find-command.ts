import { nearest } from "@openclaw/core";
import { type CommandEntry, COMMANDS, GROUPS } from "../commands/index.js";
import type { FlagTable } from "./command-spec.js";
import { GLOBAL_FLAGS } from "./global-flags.js";
import { UsageError } from "./usage-error.js";

/** The command a line names, and what is left for it to read. */
export interface FoundCommand {
  readonly entry: CommandEntry;
  /** Global flags that stood before the name, then everything behind it. */
  readonly rest: readonly string[];
}

/** A line that stops at a group (`openclaw infer`) or before any name. */
export interface FoundGroup {
  /** Empty for the program itself. */
  readonly group: readonly string[];
  readonly rest: readonly string[];
}

// The older version's names, which scripts may still use.
const SYNONYMS: Readonly<Record<string, string>> = { capability: "infer" };

/**
 * Finds the longest command name at the start of a line; global flags may stand before it.
 *
 * @throws UsageError for a name that is no command, with the nearest ones.
 */
export function findCommand(argv: readonly string[]): FoundCommand | FoundGroup {
  const start = nameStart(argv);
  const before = argv.slice(0, start);
  const names: string[] = [];
  for (const word of argv.slice(start)) {
    const name = names.length === 0 ? (SYNONYMS[word] ?? word) : word;
    if (word.startsWith("-") || !isPrefix([...names, name])) break;
    names.push(name);
  }
  const next = argv[start + names.length];
  const entry = COMMANDS.find(({ path }) => samePath(path, names)) ?? defaultOf(names, next);
  const rest = [...before, ...argv.slice(start + names.length)];
  if (entry !== undefined) return { entry, rest };
  if (next !== undefined && !next.startsWith("-")) throw unknownCommand(names, next);
  return { group: names, rest };
}

function nameStart(argv: readonly string[]): number {
  const table: FlagTable = GLOBAL_FLAGS;
  let index = 0;
  while (index < argv.length) {
    const word = argv[index] ?? "";
    if (!word.startsWith("-") || word === "--") break;
    const takesValue = word.startsWith("--") && !word.includes("=") && (table[word.slice(2)]?.kind ?? "switch") !== "switch";
    index += takesValue ? 2 : 1;
  }
  return Math.min(index, argv.length);
}

function isPrefix(names: readonly string[]): boolean {
  return COMMANDS.some(({ path }) => names.every((name, index) => path[index] === name));
}

/** `openclaw models` alone, or with flags, is `openclaw models status`. */
function defaultOf(names: readonly string[], next: string | undefined): CommandEntry | undefined {
  const fallback = GROUPS[names.join(" ")]?.fallback;
  if (fallback === undefined || (next !== undefined && !next.startsWith("-")) || next === "--help" || next === "-h") return undefined;
  return COMMANDS.find(({ path }) => samePath(path, [...names, fallback]));
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

function unknownCommand(names: readonly string[], word: string): UsageError {
  const depth = names.length;
  const known = COMMANDS.filter(({ path }) => names.every((name, index) => path[index] === name)).map(({ path }) => path[depth] ?? "");
  const close = nearest(word, [...new Set(known)]);
  const where = ["openclaw", ...names].join(" ");
  const hint =
    close.length === 0
      ? `See which there are with: ${where} --help`
      : `Did you mean ${close.map((name) => `"${[...names, name].join(" ")}"`).join(" or ")}?`;
  return new UsageError(`There is no command "${[...names, word].join(" ")}".`, hint);
}
