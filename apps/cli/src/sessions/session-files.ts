import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { addUsage, type Conversation, readConversation, type Usage } from "@openclaw/chat";
import { RequestError } from "@openclaw/core";
import { nearest } from "@openclaw/core/internal";
import { fileNameProblem } from "@openclaw/core/node";
import { UsageError } from "../args/usage-error.js";
import { mediaOf } from "./media-of.js";

/** A stored conversation, in short. */
export interface SessionFacts {
  readonly name: string;
  readonly path: string;
  /** The first question, on one line. */
  readonly title: string;
  readonly turns: number;
  readonly models: readonly string[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly usage?: Usage;
  /** Of answers, and of what was made beside the talk; absent where nothing was told. */
  readonly costUsd?: number;
}

const ENDING = ".jsonl";
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,79}$/u;

/** Conversations stand below the state folder, one file each (CHAT-12). */
export function sessionsFolder({ stateDir }: { readonly stateDir: string }): string {
  return join(stateDir, "sessions");
}

/** @throws UsageError for a name that is no file name everywhere */
export function sessionPath(folder: string, name: string): string {
  if (NAME.test(name) && fileNameProblem(name) === undefined) return join(folder, `${name}${ENDING}`);
  throw new UsageError(
    `A session cannot be named "${name}".`,
    "Use letters, digits, dots, dashes and underscores, at most 80, a letter or digit first.",
  );
}

/**
 * The name as it is stored: composed characters, so that it is the same on every system.
 *
 * @throws UsageError where another one differs only in case, which is the same file on Windows and macOS
 */
export async function sessionName(folder: string, wanted: string): Promise<string> {
  const name = wanted.normalize("NFC");
  const names = await sessionNames(folder);
  const alike = names.includes(name) ? undefined : names.find((each) => each.toLowerCase() === name.toLowerCase());
  if (alike === undefined) return name;
  throw new UsageError(
    `There is a session "${alike}" already, and "${name}" differs only in case.`,
    `Go on with it as "${alike}", or choose another name.`,
  );
}

/** All of them, the one used last first. A file that is gone by the time it is read is left out. */
export async function listSessions(folder: string): Promise<readonly SessionFacts[]> {
  const found = await Promise.all((await sessionNames(folder)).map((name) => readFacts(folder, name)));
  return found.filter((facts) => facts !== undefined).toSorted((a, b) => b.updatedAtMs - a.updatedAtMs || a.name.localeCompare(b.name));
}

/** The one used last, by its file; nothing else is read. */
export async function latestSession(folder: string): Promise<string | undefined> {
  const times = await Promise.all(
    (await sessionNames(folder)).map(async (name) => ({ name, timeMs: (await stat(sessionPath(folder, name))).mtimeMs })),
  );
  return times.toSorted((a, b) => b.timeMs - a.timeMs)[0]?.name;
}

/** @throws RequestError `input_invalid` when there is none of that name */
export async function readSession(folder: string, name: string): Promise<Conversation> {
  try {
    return readConversation(await readFile(sessionPath(folder, name), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw await unknownSession(folder, name);
  }
}

/** @throws RequestError `input_invalid` when there is none of that name */
export async function deleteSession(folder: string, name: string): Promise<void> {
  const path = sessionPath(folder, name);
  if (!(await sessionNames(folder)).includes(name)) throw await unknownSession(folder, name);
  await rm(path);
}

async function unknownSession(folder: string, name: string): Promise<RequestError> {
  const [close] = nearest(name, await sessionNames(folder));
  const hint = close === undefined ? "See all with: openclaw sessions list" : `Did you mean "${close}"?`;
  return new RequestError(`There is no session "${name}".`, { code: "input_invalid", hint });
}

export async function sessionNames(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return files.flatMap((file) => {
    const name = file.slice(0, -ENDING.length);
    return file.endsWith(ENDING) && NAME.test(name) ? [name] : [];
  });
}

async function readFacts(folder: string, name: string): Promise<SessionFacts | undefined> {
  const path = sessionPath(folder, name);
  const found = await Promise.all([readFile(path, "utf8"), stat(path)]).catch(() => undefined);
  if (found === undefined) return undefined;
  const [text, facts] = found;
  const { head, entries, messages } = readConversation(text);
  const answers = entries.filter((entry) => entry.type === "message").filter(({ message }) => message.role === "assistant");
  const usage = answers.reduce<Usage | undefined>((sum, entry) => addUsage(sum, entry.usage), undefined);
  const costs = [usage?.costUsd, ...mediaOf({ entries }).map((media) => media.costUsd)].filter((cost) => cost !== undefined);
  const first = messages.find(({ role }) => role === "user");
  const models = answers.flatMap(({ message }) =>
    message.role === "assistant" && message.source !== undefined ? [message.source.model] : [],
  );
  return {
    name,
    path,
    title: head.title ?? oneLine(first === undefined ? "" : messageText(first.content)),
    turns: messages.filter(({ role }) => role === "user").length,
    models: [...new Set(models)],
    createdAtMs: head.createdAtMs,
    updatedAtMs: facts.mtimeMs,
    ...(usage === undefined ? {} : { usage }),
    ...(costs.length === 0 ? {} : { costUsd: costs.reduce((sum, cost) => sum + cost, 0) }),
  };
}

/** The text of a message, without its attachments. */
export function messageText(content: Conversation["messages"][number]["content"]): string {
  if (content === null) return "";
  if (typeof content === "string") return content;
  return content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
}

export function oneLine(text: string, length = 80): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1).trimEnd()}…` : line;
}
