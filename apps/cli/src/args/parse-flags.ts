import { nearest } from "@openclaw/core/internal";
import { parseArgs } from "node:util";
import type { FlagSpec, FlagTable, Given } from "./command-spec.js";
import { UsageError } from "./usage-error.js";

type Values = Record<string, string | number | boolean | readonly string[]>;

/**
 * Reads the words behind a command against its table of flags.
 *
 * @throws UsageError for an unknown flag (with the nearest known ones), a missing or unusable value, or a flag given twice.
 */
export function parseFlags(argv: readonly string[], table: FlagTable): Given {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { kind, short }]) => [
      name,
      { type: kind === "switch" ? ("boolean" as const) : ("string" as const), ...(short === undefined ? {} : { short }) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const flags: Values = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    else if (token.kind === "option") readOption(token, { table, flags, argv });
  }
  return { flags, words };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
  readonly index: number;
}

function readOption(
  token: OptionToken,
  facts: { readonly table: FlagTable; readonly flags: Values; readonly argv: readonly string[] },
): void {
  const { table, flags } = facts;
  const spec = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
  if (spec === undefined) throw unknownFlag(token.rawName, table);
  const shown = `--${token.name}`;
  if (spec.kind === "switch") {
    if (token.value !== undefined) throw new UsageError(`${shown} takes no value, but was given "${token.value}".`);
    flags[token.name] = true;
    return;
  }
  if (token.value === undefined) throw new UsageError(`${shown} needs a value.`, `Write it as ${shown} ${spec.value ?? "VALUE"}.`);
  const looksLikeFlag = token.inlineValue !== true && /^--?[a-z]/i.test(token.value) && isKnown(token.value, table);
  if (looksLikeFlag) {
    throw new UsageError(`${shown} needs a value, but ${token.value} follows.`, `If that is the value, write ${shown}=${token.value}.`);
  }
  if (spec.kind === "list") {
    const before = flags[token.name];
    flags[token.name] = [...(Array.isArray(before) ? (before as readonly string[]) : []), token.value];
    return;
  }
  if (Object.hasOwn(flags, token.name)) throw new UsageError(`${shown} was given twice.`, "Keep one of them.");
  flags[token.name] = readValue(shown, token.value, spec);
}

function isKnown(text: string, table: FlagTable): boolean {
  const name = text.replace(/^-+/, "").split("=", 1)[0] ?? "";
  return text.startsWith("--") ? Object.hasOwn(table, name) : Object.values(table).some(({ short }) => short === name);
}

function readValue(shown: string, text: string, spec: FlagSpec): string | number {
  if (spec.kind === "choice") {
    const choice = spec.choices.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
    if (choice !== undefined) return choice;
    const [close] = nearest(text, spec.choices);
    const meant = close === undefined ? "" : ` Did you mean "${close}"?`;
    throw new UsageError(`${shown} cannot be "${text}".`, `It is one of: ${spec.choices.join(", ")}.${meant}`);
  }
  if (spec.kind !== "number") return text;
  const number = text.trim() === "" ? Number.NaN : Number(text.replaceAll("_", ""));
  const fits = Number.isFinite(number) && number >= (spec.min ?? -Infinity) && number <= (spec.max ?? Infinity);
  if (fits && (spec.integer !== true || Number.isInteger(number))) return number;
  throw new UsageError(`${shown} cannot be "${text}".`, `It is ${describeNumber(spec)}.`);
}

function describeNumber(spec: Extract<FlagSpec, { kind: "number" }>): string {
  const kind = spec.integer === true ? "a whole number" : "a number";
  if (spec.min !== undefined && spec.max !== undefined) return `${kind} from ${spec.min} to ${spec.max}`;
  if (spec.min !== undefined) return `${kind} of at least ${spec.min}`;
  return kind;
}

function unknownFlag(rawName: string, table: FlagTable): UsageError {
  const known = Object.entries(table)
    .filter(([, { hidden }]) => hidden !== true)
    .map(([name]) => name);
  const word = rawName.replace(/^-+/, "");
  const close = word.length < 2 ? [] : nearest(word, known);
  const starting = close.length > 0 || word.length < 3 ? close : known.filter((name) => name.startsWith(word)).slice(0, 3);
  const hint =
    starting.length === 0 ? "See which there are with --help." : `Did you mean ${starting.map((name) => `--${name}`).join(" or ")}?`;
  return new UsageError(`There is no flag ${rawName.split("=", 1)[0] ?? rawName} here.`, hint);
}
