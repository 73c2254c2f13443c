import { type JobRecord, usualVideoMs } from "@openclaw/media/node";

/** How much of a job is probably done and left. */
export interface JobEstimate {
  /** Told of the job whenever it has changed. */
  follow(record: JobRecord): void;
  /** By earlier jobs of the same model; 0 when it takes longer than they did; `undefined` when there were none. */
  leftMs(): number | undefined;
  /** For a bar; `undefined` when nothing is known. */
  fraction(): number | undefined;
}

/** Looks up how long jobs of a model took here, once it is known which model makes it (VID-6). */
export function createEstimate(stateDir: string, now: () => number): JobEstimate {
  const usual = new Map<string, number | undefined>();
  let job: JobRecord | undefined;
  const passedMs = (): number => now() - (job?.sentAtMs ?? now());
  const usualMs = (): number | undefined => (job === undefined ? undefined : usual.get(job.model));
  return {
    follow(record) {
      job = record;
      const { model } = record;
      if (usual.has(model)) return;
      usual.set(model, undefined);
      void usualVideoMs({ stateDir, model }).then((ms) => usual.set(model, ms));
    },
    leftMs() {
      const ms = usualMs();
      return ms === undefined ? undefined : Math.max(0, ms - passedMs());
    },
    fraction() {
      const ms = usualMs();
      // It nears its end without reaching it before the job does.
      return ms === undefined || ms <= 0 ? undefined : Math.min(0.9, 0.9 * (passedMs() / ms));
    },
  };
}
