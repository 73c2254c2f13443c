import { shownMs } from "../output/amounts.js";
import type { Output } from "../output/output.js";

/** One thing that took time. Its name is a phase, or a method and a path of the API: never a query, a text or a key. */
interface Timing {
  readonly name: string;
  readonly startedMs: number;
  endedMs?: number;
  note?: string;
}

/** A phase that goes on. */
export interface RunningTiming {
  /** Shown behind the time; a later one takes its place. */
  note(text: string): void;
  end(): void;
}

/** What `--verbose` says of where the time went. Without the flag there is none of these, and nothing is measured. */
export interface Timings {
  start(name: string): RunningTiming;
  measure<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** A duration that somebody else measured. */
  add(name: string, durationMs: number | undefined): void;
  /** Between the moment when it is known whom to ask and the next request: reading what is sent, and shaping it. */
  prepare(): void;
  /** The request is on its way. */
  sent(): void;
  /** What follows belongs to a new turn. */
  restart(): void;
  /** Says everything since the start, or since the last report. */
  report(out: Pick<Output, "detail">): void;
}

const PREPARE = "prepare the request";

/** @param startupMs how long the program took before its first line ran; absent where that is not known */
export function createTimings(now: () => number, startupMs?: number): Timings {
  let timings: Timing[] = [];
  let startedMs = now() - (startupMs ?? 0);
  let preparing: RunningTiming | undefined;
  const put = (name: string, from: number): Timing => {
    const timing = { name, startedMs: from };
    timings.push(timing);
    return timing;
  };
  const start = (name: string): RunningTiming => {
    const timing = put(name, now());
    return {
      note: (text) => void (timing.note = text),
      end: () => void (timing.endedMs ??= now()),
    };
  };
  const add = (name: string, durationMs: number | undefined): void => {
    if (durationMs !== undefined) put(name, now() - durationMs).endedMs = now();
  };
  add("start-up", startupMs);
  return {
    start,
    add,
    async measure(name, work) {
      const running = start(name);
      try {
        return await work();
      } finally {
        running.end();
      }
    },
    prepare() {
      preparing = start(PREPARE);
    },
    sent() {
      preparing?.end();
      preparing = undefined;
    },
    restart() {
      timings = [];
      startedMs = now();
    },
    report(out) {
      // What was prepared and then not sent took no time worth telling.
      const told = timings.filter((timing) => timing.endedMs !== undefined || timing.name !== PREPARE);
      if (told.length === 0) return;
      const rows = [
        ...told.map(({ name, startedMs: from, endedMs, note }) => [
          name,
          endedMs === undefined ? "goes on" : shownMs(endedMs - from),
          note,
        ]),
        ["total", shownMs(now() - startedMs), undefined],
      ];
      const width = Math.max(...rows.map(([name = ""]) => name.length));
      const times = Math.max(...rows.map(([, time = ""]) => time.length));
      for (const [name = "", time = "", note = ""] of rows)
        out.detail(`  ${name.padEnd(width)}  ${time.padStart(times)}${note === "" ? "" : `  ${note}`}`);
      timings = [];
      startedMs = now();
    },
  };
}
