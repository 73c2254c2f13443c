import type { Clock } from "@openclaw/core";

/** Something that is done again and again. */
export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  /** One turn; `signal`: what takes long ends early, because the server does. */
  readonly run: (signal: AbortSignal) => Promise<unknown>;
}

/** Starts every chore now; each waits for its own end before it waits for its next turn. What fails is told and comes again. */
export function startChores(
  chores: readonly Chore[],
  clock: Clock,
  onProblem?: (chore: string, error: unknown) => void,
): () => Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const loops = chores.map(({ name, everyMs, run }) => {
    let cancel = (): void => undefined;
    let running: Promise<void> = Promise.resolve();
    const turn = async (): Promise<void> => {
      try {
        await run(signal);
      } catch (error) {
        if (!signal.aborted) onProblem?.(name, error);
      }
      if (!signal.aborted) cancel = clock.after(everyMs, start);
    };
    const start = (): void => {
      running = turn();
    };
    start();
    return async (): Promise<void> => {
      cancel();
      await running;
    };
  });
  return async () => {
    ending.abort();
    await Promise.all(loops.map((stop) => stop()));
  };
}
