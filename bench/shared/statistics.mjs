/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Collects what each subject took in each round. A ratio is formed inside a round and the median taken of the ratios: what else the
 * machine did at the time hits both sides.
 */
export function createRounds() {
  const subjects = new Map();
  return {
    add(subject, round, sample) {
      if (!subjects.has(subject)) subjects.set(subject, new Map());
      // Figures only: what a program printed is not kept.
      subjects.get(subject).set(round, Object.fromEntries(Object.entries(sample).filter(([, value]) => typeof value === "number")));
    },
    get names() {
      return [...subjects.keys()];
    },
    has: (subject) => subjects.has(subject),
    /** The median of one figure of a subject. */
    median: (subject, figure) => median([...subjects.get(subject).values()].map((sample) => sample[figure])),
    /** The median over the rounds of `subject / baseline`. */
    ratio(subject, baseline, figure) {
      const bare = subjects.get(baseline);
      return median(
        [...subjects.get(subject)].filter(([round]) => bare.has(round)).map(([round, sample]) => sample[figure] / bare.get(round)[figure]),
      );
    },
    /** Every sample, for the raw data. */
    toJSON: () => Object.fromEntries([...subjects].map(([name, rounds]) => [name, [...rounds.values()]])),
  };
}
