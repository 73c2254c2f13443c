import { StateUnavailable } from "./unavailable.js";

/** How long calls have waited behind a group that was on its way. */
export interface Waited {
  /** Since when the first of them has, in milliseconds since 1970. Absent: none has. */
  readonly sinceMs?: number | undefined;
}

export interface GatherOptions<Call, Answer> {
  /** Answers every call of a group, in their order; `undefined` when they cannot be answered together, and nothing was done. */
  readonly run: (calls: readonly Call[], waited: Waited) => Promise<readonly Answer[] | undefined>;
  /** Answers one call: a group of one, and each of a group that could not be answered together. */
  readonly runOne: (call: Call, waited: Waited) => Promise<Answer>;
  /** Only calls of the same name are answered together. */
  readonly groupOf: (call: Call) => string;
  /** How long a call waits for company; 0 is until the end of this turn of the loop. */
  readonly gatherMs: number;
  readonly maxCalls: number;
  /**
   * While a group is on its way, those of the same name gather behind it: calls that would only wait for each other in the engine become one
   * write. Default false.
   */
  readonly oneAtATime?: boolean;
}

interface Waiting<Call, Answer> {
  readonly call: Call;
  sinceMs: number | undefined;
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets calls that come close together be answered by one write. A group that fails for what stands in it is answered one by one, so that one odd
 * call spoils nothing for the others; when the engine is away, nobody knows what has happened, and all of them fail.
 */
export function gather<Call, Answer>(options: GatherOptions<Call, Answer>): (call: Call) => Promise<Answer> {
  const { run, runOne, groupOf, gatherMs, maxCalls, oneAtATime = false } = options;
  const waiting = new Map<string, Waiting<Call, Answer>[]>();
  const running = new Set<string>();
  let due = false;

  /** Settles once everybody of the group has an answer; never rejects. */
  const answer = async (group: readonly Waiting<Call, Answer>[]): Promise<void> => {
    const waited: Waited = { sinceMs: group.find(({ sinceMs }) => sinceMs !== undefined)?.sinceMs };
    const alone = async (): Promise<void> => {
      const answers = group.map(({ call }) => runOne(call, waited));
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Promise<Answer>);
      await Promise.allSettled(answers);
    };
    if (group.length === 1) return alone();
    try {
      const answers = await run(
        group.map(({ call }) => call),
        waited,
      );
      if (answers === undefined) return await alone();
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      if (!(error instanceof StateUnavailable)) return alone();
      for (const { reject } of group) reject(error);
    }
  };
  const runGroup = async (name: string, group: readonly Waiting<Call, Answer>[]): Promise<void> => {
    running.add(name);
    await answer(group);
    running.delete(name);
    if (waiting.has(name)) startGroup(name);
  };
  const startGroup = (name: string): void => {
    const all = waiting.get(name) ?? [];
    waiting.delete(name);
    if (!oneAtATime) {
      for (let start = 0; start < all.length; start += maxCalls) void answer(all.slice(start, start + maxCalls));
      return;
    }
    if (all.length > maxCalls) {
      const later = all.slice(maxCalls);
      waiting.set(name, later);
      const nowMs = Date.now();
      for (const each of later) each.sinceMs ??= nowMs;
    }
    void runGroup(name, all.slice(0, maxCalls));
  };
  const flush = (): void => {
    due = false;
    for (const name of waiting.keys()) if (!running.has(name)) startGroup(name);
  };

  return (call) =>
    new Promise((resolve, reject) => {
      const name = groupOf(call);
      const group = waiting.get(name);
      const one = { call, sinceMs: running.has(name) ? Date.now() : undefined, resolve, reject };
      if (group === undefined) waiting.set(name, [one]);
      else group.push(one);
      // Who joins those behind a running group starts with them.
      if (due || running.has(name)) return;
      due = true;
      if (gatherMs === 0) setImmediate(flush);
      else setTimeout(flush, gatherMs);
    });
}
