import { nearest } from "@openclaw/core/internal";
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
  // As other programs take it. What is asked is not repeated in an error.
  if (depth === 0 && /\s/.test(word.trim())) return new UsageError("A question is no command.", 'Ask it with: openclaw chat "…"');
  const wanted = [...names, word].join(" ");
  const elsewhere = ELSEWHERE[wanted];
  const close = nearest(word, [...new Set(known)]).map((name) => [...names, name].join(" "));
  const meant = elsewhere !== undefined ? [elsewhere] : close.length > 0 ? close : deeper(names, word);
  const where = ["openclaw", ...names].join(" ");
  const hint =
    meant.length === 0
      ? `See which there are with: ${where} --help`
      : `Did you mean ${meant.map((command) => `"${command}"`).join(" or ")}?`;
  return new UsageError(`There is no command "${wanted}".`, hint);
}

// What other programs call it; offered, never run.
const ELSEWHERE: Readonly<Record<string, string>> = {
  version: "--version",
  ask: "chat",
  prompt: "chat",
  init: "onboard",
  setup: "onboard",
  configure: "onboard",
  keys: "models auth",
  "config list": "config explain",
  "config show": "config explain",
  "config edit": "config set",
};

/** Commands below the given names that have the word further down: `image` → `infer image`. */
function deeper(names: readonly string[], word: string): readonly string[] {
  const found = COMMANDS.flatMap(({ path }) => {
    const at = path.indexOf(word, names.length);
    return at === -1 || names.some((name, index) => path[index] !== name) ? [] : [path.slice(0, at + 1)];
  });
  const nearestFirst = found.toSorted((a, b) => a.length - b.length).map((path) => path.join(" "));
  return [...new Set(nearestFirst)].slice(0, 3);
}
