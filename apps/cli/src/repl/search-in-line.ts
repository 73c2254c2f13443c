import type { Interface } from "node:readline";
import { createHistorySearch, type HistorySearch } from "./history-search.js";

export interface SearchInLineOptions {
  /** What stands before the line while nothing is searched. */
  readonly prompt: () => string;
  /** Gets what is left for the line editor; it must have taken it when this returns, because what is found is put into the line at once, too. */
  readonly pass: (text: string) => void;
  /** Called before a line is drawn anew behind another prompt. */
  readonly keepRows: () => void;
}

/** Shows what Ctrl-R finds in the line that is being edited. */
export function searchInLine(lines: Interface & { history?: string[] }, { prompt, pass, keepRows }: SearchInLineOptions): HistorySearch {
  let before: string | undefined;
  const show = (text: string): void => {
    keepRows();
    lines.setPrompt(text);
    lines.prompt(true);
  };
  return createHistorySearch({
    pass,
    history: () => lines.history ?? [],
    onFound({ query, match }) {
      before ??= lines.line;
      if (match !== undefined) replaceLine(lines, match);
      show(query === "" || match !== undefined ? `search "${query}": ` : `nothing with "${query}": `);
    },
    onEnd(line) {
      replaceLine(lines, line ?? before ?? "");
      before = undefined;
      show(prompt());
    },
  });
}

/** Puts another text in the place of the line that is being edited. */
export function replaceLine(lines: Interface, text: string): void {
  lines.write(null, { ctrl: true, name: "e" });
  lines.write(null, { ctrl: true, name: "u" });
  if (text !== "") lines.write(text);
}
