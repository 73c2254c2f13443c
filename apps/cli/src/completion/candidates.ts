import { nearest } from "@openclaw/core/internal";
import type { Command, FlagSpec } from "../args/command-spec.js";
import { GLOBAL_FLAGS } from "../args/global-flags.js";
import { COMMANDS } from "../commands/index.js";

export interface Sources {
  models(): Promise<readonly string[]>;
  sessions(): Promise<readonly string[]>;
  profiles(): Promise<readonly string[]>;
  /** Of `infer video`, `image`, `music` or `tts`; newest first. */
  jobs(group: string): Promise<readonly string[]>;
}

const MODEL_FLAGS: ReadonlySet<string> = new Set(["model", "fallback"]);

/**
 * What may stand as the last of these words. Nothing means: a file, which the shell knows better.
 *
 * @param words what was typed behind the program's name, the last one being completed, perhaps empty
 */
export async function candidates(words: readonly string[], sources: Sources): Promise<readonly string[]> {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const entry = COMMANDS.filter(({ path }) => path.every((name, index) => before[index] === name)).toSorted(
    (a, b) => b.path.length - a.path.length,
  )[0];
  if (entry === undefined) {
    if (current.startsWith("-")) return startingWith(flagNames(GLOBAL_FLAGS), current);
    const next = COMMANDS.filter(({ path }) => before.every((name, index) => path[index] === name)).map(
      ({ path }) => path[before.length] ?? "",
    );
    return startingWith(
      [...new Set(next)].filter((name) => name !== ""),
      current,
    );
  }
  const command = await entry.load();
  const flags: Command["flags"] = { ...GLOBAL_FLAGS, ...command.flags };
  const spec = flagOf(before.at(-1) ?? "", flags);
  if (spec !== undefined && spec.spec.kind !== "switch") return startingWith(await valuesOf(spec.name, spec.spec, sources), current);
  if (current.startsWith("-")) return startingWith(flagNames(flags), current);
  const [group, verb, third] = entry.path;
  if (group === "models" && (verb?.startsWith("set") === true || third === "add")) return startingWith(await sources.models(), current);
  if (group === "sessions" && verb !== "list" && verb !== "search") return startingWith(await sources.sessions(), current);
  if (group === "infer" && command.words?.[0]?.name === "job") return startingWith(await sources.jobs(verb ?? ""), current);
  if (group === "models" && verb === "auth") return startingWith(await sources.profiles(), current);
  return command.words?.[0]?.name === "shell" ? startingWith(["bash", "zsh", "fish", "powershell"], current) : [];
}

async function valuesOf(name: string, spec: FlagSpec, sources: Sources): Promise<readonly string[]> {
  if (spec.kind === "choice") return spec.choices;
  if (MODEL_FLAGS.has(name)) return sources.models();
  if (name === "session") return sources.sessions();
  if (name === "auth-profile") return sources.profiles();
  return name === "thinking" ? ["off", "minimal", "low", "medium", "high", "xhigh", "max", "adaptive"] : [];
}

function flagOf(word: string, flags: Command["flags"]): { readonly name: string; readonly spec: FlagSpec } | undefined {
  const found = Object.entries(flags).find(([name, { short }]) => word === `--${name}` || (short !== undefined && word === `-${short}`));
  return found === undefined ? undefined : { name: found[0], spec: found[1] };
}

function flagNames(flags: Command["flags"]): readonly string[] {
  return Object.entries(flags)
    .filter(([, { hidden }]) => hidden !== true)
    .map(([name]) => `--${name}`);
}

function startingWith(all: readonly string[], word: string): readonly string[] {
  const starting = all.filter((name) => name.startsWith(word));
  if (starting.length > 0 || word === "") return starting;
  // A model is known by its own name more than by its author's.
  const holding = all.filter((name) => name.includes(word));
  return holding.length > 0 ? holding : nearest(word, all).slice(0, 3);
}
