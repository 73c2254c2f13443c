/** A stretch of text and what takes its place. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all of them in their places; they may not overlap. */
export function applySplices(text: string, ...splices: readonly Splice[]): string {
  return splices
    .toSorted((a, b) => b.start - a.start)
    .reduce((current, { start, end, text: replacement }) => current.slice(0, start) + replacement + current.slice(end), text);
}
