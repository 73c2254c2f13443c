/**
 * Tells, character by character, whether a place of a Markdown text is code: in a fence, or between backticks. Backticks that are never
 * closed shield to the end of their paragraph, so that no answer depends on what comes later.
 */
export interface CodeTracker {
  /** True when the character, which comes next, is part of code. */
  next(character: string): boolean;
}

export function createCodeTracker(): CodeTracker {
  let fence: { mark: string; length: number } | undefined;
  let inline = 0;
  let run = 0;
  let line = "";
  let blankLine = true;

  /** A run of backticks has ended: it opens inline code, closes it, or is part of it. */
  function endRun(): void {
    if (run === 0) return;
    if (inline === 0) inline = run;
    else if (inline === run) inline = 0;
    run = 0;
  }

  function endLine(): void {
    const [, mark = "", rest = ""] = /^\s{0,3}(?:>\s?)*\s*(?:[-*+]\s+)?(`{3,}|~{3,})([^\n]*)$/.exec(line) ?? [];
    if (fence !== undefined) {
      if (mark[0] === fence.mark && mark.length >= fence.length && rest.trim() === "") fence = undefined;
    } else if (mark !== "" && !(mark.startsWith("`") && rest.includes("`"))) {
      fence = { mark: mark[0] ?? "`", length: mark.length };
      inline = 0;
    }
    if (blankLine) inline = 0;
    line = "";
    blankLine = true;
  }

  return {
    next(character) {
      if (character === "\n") {
        if (fence === undefined) endRun();
        run = 0;
        const inFence = fence !== undefined;
        endLine();
        return inFence;
      }
      line += character;
      if (line.length > 1_000) line = line.slice(0, 500);
      if (character.trim() !== "") blankLine = false;
      if (fence !== undefined) return true;
      if (character === "`") {
        run += 1;
        return true;
      }
      endRun();
      // The line of a fence is code from its marks on.
      return inline > 0 || /^\s{0,3}(?:>\s?)*\s*(?:[-*+]\s+)?(?:`{3,}[^`]*|~{3,}.*)$/.test(line);
    },
  };
}
