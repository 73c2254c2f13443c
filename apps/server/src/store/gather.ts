import { StateUnavailable } from "./unavailable.js";

export interface GatherOptions<Call, Answer> {
  /** Answers every call of a group, in their order; `undefined` when they cannot be answered together, and nothing was done. */
  readonly run: (calls: readonly Call[]) => Promise<readonly Answer[] | undefined>;
  /** Answers one call: a group of one, and each of a group that could not be answered together. */
  readonly runOne: (call: Call) => Promise<Answer>;
  /** Only calls of the same name are answered together. */
  readonly groupOf: (call: Call) => string;
  /** How long a call waits for company; 0 is until the end of this turn of the loop. */
  readonly gatherMs: number;
  readonly maxCalls: number;
}

interface Waiting<Call, Answer> {
  readonly call: Call;
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets calls that come close together be answered by one write. A group that fails for what stands in it is answered one by one, so that one odd
 * call spoils nothing for the others; when the engine is away, nobody knows what has happened, and all of them fail.
 */
export function gather<Call, Answer>(options: GatherOptions<Call, Answer>): (call: Call) => Promise<Answer> {
  const { run, runOne, groupOf, gatherMs, maxCalls } = options;
  let waiting: Waiting<Call, Answer>[] = [];

  const answer = async (group: readonly Waiting<Call, Answer>[]): Promise<void> => {
    const alone = (): void => {
      for (const { call, resolve } of group) resolve(runOne(call));
    };
    if (group.length === 1) return alone();
    try {
      const answers = await run(group.map(({ call }) => call));
      if (answers === undefined) return alone();
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      if (!(error instanceof StateUnavailable)) return alone();
      for (const { reject } of group) reject(error);
    }
  };
  const flush = (): void => {
    const all = waiting;
    waiting = [];
    for (const group of Map.groupBy(all, ({ call }) => groupOf(call)).values()) {
      for (let start = 0; start < group.length; start += maxCalls) void answer(group.slice(start, start + maxCalls));
    }
  };

  return (call) =>
    new Promise((resolve, reject) => {
      waiting.push({ call, resolve, reject });
      if (waiting.length > 1) return;
      if (gatherMs === 0) setImmediate(flush);
      else setTimeout(flush, gatherMs);
    });
}
