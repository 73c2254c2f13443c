import type { Clock } from "@openclaw/core";
import { systemClock } from "@openclaw/core/internal";
import type { MediaToolResult } from "./media-tool.js";

/**
 * Keeps an agent from buying the same thing twice: a call whose arguments equal those of one that is running, or has just ended well, is
 * answered with that one's state instead of starting another.
 */
export interface DuplicateGuard {
  /** @param key what makes two calls the same */
  run(key: string, work: () => Promise<MediaToolResult>): Promise<MediaToolResult>;
  /** What is running now. */
  status(): string;
}

interface Entry {
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly result?: MediaToolResult;
}

const MAX_ENTRIES = 50;

export function createDuplicateGuard(
  what: string,
  options: { readonly windowMs?: number | undefined; readonly clock?: Clock | undefined } = {},
): DuplicateGuard {
  const { windowMs = 60_000, clock = systemClock } = options;
  const entries = new Map<string, Entry>();
  const seconds = (sinceMs: number): number => Math.round((clock.now() - sinceMs) / 1000);
  return {
    async run(key, work) {
      for (const [old, { endedAtMs }] of entries) if (endedAtMs !== undefined && clock.now() - endedAtMs >= windowMs) entries.delete(old);
      const known = entries.get(key);
      if (known?.result !== undefined) {
        const text = `${known.result.text} (This exact ${what} was made ${seconds(known.endedAtMs ?? 0)} s ago and is not made again; change the prompt or the seed for another.)`;
        return { ...known.result, text, details: { ...known.result.details, duplicate: true } };
      }
      if (known !== undefined) {
        const text = `This exact ${what} has been in the making for ${seconds(known.startedAtMs)} s; it is not started a second time. Wait for its result.`;
        return { text, details: { duplicate: true, status: "running" }, files: [] };
      }
      const startedAtMs = clock.now();
      entries.set(key, { startedAtMs });
      try {
        const result = await work();
        entries.set(key, { startedAtMs, endedAtMs: clock.now(), result });
        const [oldest] = entries.keys();
        if (entries.size > MAX_ENTRIES && oldest !== undefined) entries.delete(oldest);
        return result;
      } catch (error) {
        entries.delete(key);
        throw error;
      }
    },
    status() {
      const running = [...entries.values()].filter(({ endedAtMs }) => endedAtMs === undefined);
      if (running.length === 0) return `No ${what} is in the making.`;
      return `${running.length} ${what}${running.length === 1 ? " is" : "s are"} in the making: ${running.map(({ startedAtMs }) => `${seconds(startedAtMs)} s`).join(", ")}.`;
    },
  };
}
