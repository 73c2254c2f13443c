import { Counter, type Registry } from "prom-client";

/** Sums of one figure by its labels. */
export interface Tally {
  /** Adds to the sum of these values, which stand in the order of the labels. */
  add(amount: number, ...values: readonly [string, ...(string | number)[]]): void;
}

type Branch = Map<string | number, Branch | number>;

/**
 * A counter whose sums are kept here until somebody looks: the library finds the place of a sum by writing all labels into one string, which at
 * every request costs more than everything else that is counted.
 */
export function createTally({
  labelNames,
  ...described
}: {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly [string, ...string[]];
  readonly registers: Registry[];
}): Tally {
  const sums: Branch = new Map();
  const counter = new Counter({
    ...described,
    labelNames,
    collect: () => {
      handOver(sums, []);
      sums.clear();
    },
  });
  const handOver = (branch: Branch, values: readonly (string | number)[]): void => {
    for (const [value, under] of branch) {
      const known = [...values, value];
      if (typeof under === "object") handOver(under, known);
      else counter.inc(Object.fromEntries(known.map((one, index) => [labelNames[index] ?? "", one] as const)), under);
    }
  };
  return {
    add(amount, ...values) {
      let branch = sums;
      const last = values.length - 1;
      for (let place = 0; place < last; place++) {
        const value = values[place] as string | number;
        let under = branch.get(value);
        if (under === undefined) branch.set(value, (under = new Map()));
        branch = under as Branch;
      }
      const value = values[last] as string | number;
      branch.set(value, ((branch.get(value) as number | undefined) ?? 0) + amount);
    },
  };
}
