import { appendFile, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Usage } from "@openclaw/chat";
import { parseJson, readNumber, readObject, readString } from "@openclaw/core/internal";
import { makeFolder } from "@openclaw/core/internal/node";

/** What is paid for besides answers. */
export const SPENDING_KINDS = ["image", "video", "music", "speech", "transcription", "embedding"] as const;
export type SpendingKind = (typeof SPENDING_KINDS)[number];

/** One answer, as the log keeps it: what it took and cost, never what was said. */
export interface UsageEntry extends Usage {
  readonly atMs: number;
  /** By API id. */
  readonly model: string;
  readonly session?: string;
  /** What was bought; absent: an answer. */
  readonly kind?: SpendingKind;
  /** A job that was fetched twice is counted once; one that is billed piece by piece is one turn. */
  readonly job?: string;
  /** What the provider knows it by where its bill comes later, as that of an answer that broke off; it is counted once, with what was told of it last. */
  readonly generation?: string;
  /** Which key such an answer was asked with. */
  readonly key?: string;
  /** Against the same tokens without the provider's prompt cache; absent when prices are not known. */
  readonly savedUsd?: number;
  /** Why the prompt cache could not be used from the beginning. */
  readonly brokenBy?: string;
}

function usageLogPath(stateDir: string): string {
  return join(stateDir, "usage.jsonl");
}

/** Appends one line in one write, readable by its owner only. */
export async function appendUsage(stateDir: string, entry: UsageEntry): Promise<void> {
  const path = usageLogPath(stateDir);
  await makeFolder(dirname(path), 0o700);
  await appendFile(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
}

/** What was logged, in order; lines that a crash cut off are left out. */
export async function readUsageLog(stateDir: string): Promise<readonly UsageEntry[]> {
  const text = await readFile(usageLogPath(stateDir), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const entries = text.split("\n").flatMap((line) => readEntry(parseJson(line)) ?? []);
  // Of several pictures the first may have been told before the others were bought: the last word on a job's cost counts.
  const last = new Map(entries.flatMap((entry) => (entry.costUsd === undefined ? [] : [[nameOf(entry), entry]])));
  const seen = new Set<string>();
  return entries.flatMap((entry) => {
    const name = nameOf(entry);
    if (name === undefined) return [entry];
    if (seen.has(name)) return [];
    seen.add(name);
    const told = last.get(name);
    if (told === undefined) return [entry];
    // When it was asked for stays, and the tokens where who fetched it later was not told them.
    const { atMs, promptTokens, completionTokens, totalTokens } = entry;
    return [{ ...told, ...(told.totalTokens === 0 ? { promptTokens, completionTokens, totalTokens } : {}), atMs }];
  });
}

/** What may have several lines and is counted once. */
function nameOf({ job, generation }: UsageEntry): string | undefined {
  return generation ?? job;
}

function readEntry(value: unknown): UsageEntry | undefined {
  const entry = readObject(value);
  const atMs = readNumber(entry?.["atMs"]);
  const model = readString(entry?.["model"]);
  if (entry === undefined || atMs === undefined || model === undefined) return undefined;
  const kind = SPENDING_KINDS.find((known) => known === entry["kind"]);
  const count = (name: string): number => readNumber(entry[name]) ?? 0;
  const [session, brokenBy, job] = [readString(entry["session"]), readString(entry["brokenBy"]), readString(entry["job"])];
  const [generation, key] = [readString(entry["generation"]), readString(entry["key"])];
  const [costUsd, savedUsd] = [readNumber(entry["costUsd"]), readNumber(entry["savedUsd"])];
  return {
    atMs,
    model,
    promptTokens: count("promptTokens"),
    completionTokens: count("completionTokens"),
    totalTokens: count("totalTokens"),
    cachedTokens: count("cachedTokens"),
    cacheWriteTokens: count("cacheWriteTokens"),
    reasoningTokens: count("reasoningTokens"),
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(savedUsd === undefined ? {} : { savedUsd }),
    ...(session === undefined ? {} : { session }),
    ...(kind === undefined ? {} : { kind }),
    ...(job === undefined ? {} : { job }),
    ...(generation === undefined ? {} : { generation }),
    ...(key === undefined ? {} : { key }),
    ...(brokenBy === undefined ? {} : { brokenBy }),
  };
}
