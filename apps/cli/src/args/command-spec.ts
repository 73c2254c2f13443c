import type { Context } from "../context.js";

interface FlagBase {
  /** One letter, without its dash. */
  readonly short?: string;
  readonly summary: string;
  /** What the value stands for in help: `REF`, `FILE`. */
  readonly value?: string;
  /** Understood, but not shown in help: older spellings. */
  readonly hidden?: boolean;
  /** It does nothing unless one of these flags is given as well. */
  readonly needs?: readonly string[];
  /** It cannot be meant together with any of these. */
  readonly excludes?: readonly string[];
}

/** One flag of a command. From this table come parsing, help, the reference page and the "did you mean" of a mistyped flag. */
export type FlagSpec =
  | (FlagBase & { readonly kind: "switch" })
  | (FlagBase & { readonly kind: "text" })
  /** May be given several times. */
  | (FlagBase & { readonly kind: "list" })
  | (FlagBase & { readonly kind: "choice"; readonly choices: readonly string[] })
  | (FlagBase & { readonly kind: "number"; readonly min?: number; readonly max?: number; readonly integer?: boolean });

export type FlagTable = Readonly<Record<string, FlagSpec>>;

/** A word after the command's name. Only the last one may be `many`. */
export interface ArgumentSpec {
  readonly name: string;
  readonly summary: string;
  readonly required?: boolean;
  readonly many?: boolean;
}

export interface Example {
  /** The words after the program's name. */
  readonly line: string;
  readonly says: string;
}

type FlagValue<Spec extends FlagSpec> = Spec extends { readonly kind: "switch" }
  ? boolean
  : Spec extends { readonly kind: "number" }
    ? number
    : Spec extends { readonly kind: "list" }
      ? readonly string[]
      : Spec extends { readonly kind: "choice"; readonly choices: readonly (infer Choice)[] }
        ? Choice
        : string;

/** The flags as given; what was not given is absent, so that the config can answer for it (CFG-7). */
export type FlagValues<Flags extends FlagTable> = { readonly [Name in keyof Flags]?: FlagValue<Flags[Name]> };

/** What the user typed after the command's name. */
export interface Given<Flags extends FlagTable = FlagTable> {
  readonly flags: FlagValues<Flags>;
  readonly words: readonly string[];
}

export interface Command<Flags extends FlagTable = FlagTable> {
  /** A sentence or two, for the command's own help. */
  readonly about?: string;
  readonly words?: readonly ArgumentSpec[];
  readonly flags: Flags;
  readonly examples: readonly Example[];
  /** @returns the exit code; what it throws is reported by `run`. */
  run(context: Context, given: Given<Flags>): Promise<number>;
}

/** Keeps the flags' own types for `run`. */
export function defineCommand<const Flags extends FlagTable>(command: Command<Flags>): Command<Flags> {
  return command;
}
