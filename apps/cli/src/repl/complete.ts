import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { resolve, sep } from "node:path";
import { THINKING_LEVELS } from "@openclaw/chat";

export interface CompletionFacts {
  readonly cwd: string;
  readonly commands: readonly string[];
  /** Refs and aliases. */
  models(): Promise<readonly string[]>;
  sessions(): Promise<readonly string[]>;
}

type Completion = readonly [found: readonly string[], word: string];

const MAX_FOUND = 200;

/** What may stand where the cursor is: a command, and behind it a model, a level, a session or a path. */
export async function completeLine(line: string, facts: CompletionFacts): Promise<Completion> {
  const match = /^\/(\S+)\s+(.*)$/s.exec(line);
  if (match === null) return line.startsWith("/") ? [facts.commands.filter((name) => name.startsWith(line)), line] : [[], line];
  const [, command = "", rest = ""] = match;
  switch (command) {
    case "model":
    case "m":
      return [models(await facts.models(), rest), rest];
    case "think":
    case "t":
      return [THINKING_LEVELS.filter((level) => level.startsWith(rest)), rest];
    case "open":
      return [(await facts.sessions()).filter((name) => name.startsWith(rest)), rest];
    case "attach":
    case "save":
      return completePath(rest, facts.cwd);
    default:
      return [[], rest];
  }
}

/** By their beginning; where none begins like that, by what they hold. */
function models(all: readonly string[], word: string): readonly string[] {
  const wanted = word.toLowerCase();
  const starting = all.filter((name) => name.toLowerCase().startsWith(wanted));
  return (starting.length > 0 ? starting : all.filter((name) => name.toLowerCase().includes(wanted))).slice(0, MAX_FOUND);
}

async function completePath(word: string, cwd: string): Promise<Completion> {
  const slash = Math.max(word.lastIndexOf("/"), sep === "\\" ? word.lastIndexOf(sep) : -1) + 1;
  const folder = word.slice(0, slash);
  const start = word.slice(slash);
  const where = resolve(cwd, folder.replace(/^~(?=[/\\])/, homedir()) || ".");
  const entries = await readdir(where, { withFileTypes: true }).catch(() => []);
  const found = entries
    .filter(({ name }) => name.startsWith(start) && (start.startsWith(".") || !name.startsWith(".")))
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? (folder.at(-1) ?? "/") : ""}`)
    .toSorted();
  return [found.slice(0, MAX_FOUND), word];
}
