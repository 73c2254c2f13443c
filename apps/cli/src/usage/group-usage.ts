import type { UsageEntry } from "./usage-log.js";

export type UsageBy = "day" | "model" | "session" | "kind";

export interface UsageSum {
  readonly turns: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
  readonly cachedTokens: number;
  /** Share of the prompt tokens that came from a cache, 0 to 1. */
  readonly hitRate: number;
  /** Of the answers whose cost was told. */
  readonly costUsd: number;
  readonly savedUsd: number;
}

export interface UsageGroup extends UsageSum {
  readonly name: string;
}

/** Days in their order, the rest by cost. */
export function groupUsage(entries: readonly UsageEntry[], by: UsageBy): readonly UsageGroup[] {
  const groups = new Map<string, UsageEntry[]>();
  for (const entry of entries) {
    const name = nameOf(entry, by);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [entry]);
    else group.push(entry);
  }
  const sums = [...groups].map(([name, members]) => ({ name, ...sumUsage(members) }));
  return by === "day"
    ? sums.toSorted((a, b) => a.name.localeCompare(b.name))
    : sums.toSorted((a, b) => b.costUsd - a.costUsd || b.totalTokens - a.totalTokens || a.name.localeCompare(b.name));
}

export function sumUsage(entries: readonly UsageEntry[]): UsageSum {
  const sum = (read: (entry: UsageEntry) => number | undefined): number => entries.reduce((total, entry) => total + (read(entry) ?? 0), 0);
  const promptTokens = sum((entry) => entry.promptTokens);
  const cachedTokens = sum((entry) => entry.cachedTokens);
  return {
    turns: countTurns(entries),
    promptTokens,
    completionTokens: sum((entry) => entry.completionTokens),
    totalTokens: sum((entry) => entry.totalTokens),
    cachedTokens,
    hitRate: promptTokens === 0 ? 0 : cachedTokens / promptTokens,
    costUsd: sum((entry) => entry.costUsd),
    savedUsd: sum((entry) => entry.savedUsd),
  };
}

/** A long text is spoken sentence by sentence, each billed by itself: together they are one turn. */
function countTurns(entries: readonly UsageEntry[]): number {
  const jobs = entries.flatMap(({ job }) => job ?? []);
  return entries.length - jobs.length + new Set(jobs).size;
}

function nameOf({ atMs, model, session, kind }: UsageEntry, by: UsageBy): string {
  if (by === "model") return model;
  if (by === "kind") return kind ?? "chat";
  if (by === "session") return session ?? "(none)";
  const date = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar for a share from 0 to 1; anything above nothing is seen. */
export function plotLine(share: number, width: number, unicode: boolean): string {
  const length = Math.min(1, Math.max(0, share)) * width;
  if (!unicode) return "#".repeat(share > 0 ? Math.max(1, Math.round(length)) : 0);
  const full = Math.floor(length);
  const rest = EIGHTHS[Math.floor((length - full) * 8)] ?? "";
  return share > 0 && full === 0 && rest === "" ? "▏" : "█".repeat(full) + rest;
}
