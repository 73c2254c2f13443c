import type { Clock } from "@openclaw/core";

/** Something that is done again and again. */
export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
}

/** Starts every chore now; each waits for its own end before it waits for its next turn. What fails is told and comes again. */
export function startChores(
  chores: readonly Chore[],
  clock: Clock,
  onProblem?: (chore: string, error: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  const loops = chores.map(({ name, everyMs, run }) => {
    let cancel = (): void => undefined;
    let running: Promise<void> = Promise.resolve();
    const turn = async (): Promise<void> => {
      try {
        await run();
      } catch (error) {
        if (!stopped) onProblem?.(name, error);
      }
      if (!stopped) cancel = clock.after(everyMs, start);
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
    stopped = true;
    await Promise.all(loops.map((stop) => stop()));
  };
}
