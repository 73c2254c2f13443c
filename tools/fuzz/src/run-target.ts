import fc from "fast-check";
import type { FuzzTarget } from "./target.js";

export interface FuzzLimits {
  /** CPU time of what is fed, in milliseconds. */
  readonly cpuMs: number;
  /** The first seed; each round takes the next. */
  readonly seed: number;
  /** Inputs a round. */
  readonly runs: number;
  readonly onRound?: (progress: FuzzProgress) => void;
}

export interface FuzzProgress {
  readonly inputs: number;
  readonly cpuMs: number;
}

export interface FuzzResult extends FuzzProgress {
  /** The smallest input that was found to break the property, with the seed and path that bring it back. */
  readonly finding?: { readonly seed: number; readonly path: string; readonly input: unknown; readonly error: string };
}

/** Feeds a target round by round, each with a seed of its own, until its CPU time is used or an input breaks it. */
export async function runTarget(target: FuzzTarget, limits: FuzzLimits): Promise<FuzzResult> {
  const open = await target.open();
  const total = open.cpuMs ?? ownCpuMs;
  const startMs = total();
  const cpuMs = (): number => total() - startMs;
  let inputs = 0;
  try {
    for (let seed = limits.seed; ; seed += 1) {
      const outcome = await fc.check(open.property, { seed, numRuns: limits.runs });
      inputs += outcome.numRuns;
      limits.onRound?.({ inputs, cpuMs: cpuMs() });
      if (outcome.failed) {
        const error = outcome.errorInstance;
        return {
          inputs,
          cpuMs: cpuMs(),
          finding: {
            seed,
            path: outcome.counterexamplePath ?? "",
            input: outcome.counterexample,
            error: error instanceof Error ? (error.stack ?? error.message) : String(error),
          },
        };
      }
      if (cpuMs() >= limits.cpuMs) return { inputs, cpuMs: cpuMs() };
    }
  } finally {
    await open.close?.();
  }
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
