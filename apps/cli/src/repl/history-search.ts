/** What a search of the history is showing. */
export interface Found {
  readonly query: string;
  /** Absent: nothing earlier holds the query. */
  readonly match?: string;
}

export interface HistorySearch {
  /** Takes the keys of a search out of what is typed. */
  take(text: string): void;
}

export interface HistorySearchOptions {
  /** Gets what is left for the line editor, in order. */
  readonly pass: (text: string) => void;
  /** Newest first. */
  readonly history: () => readonly string[];
  readonly onFound: (found: Found) => void;
  /** The search is over: the line is what was found last, or with `undefined` what it was before. */
  readonly onEnd: (line: string | undefined) => void;
}

interface Search {
  readonly query: string;
  /** Of what was found, in the history. */
  readonly index: number;
  readonly match: string | undefined;
}

const SEARCH = "\u0012";
const GIVE_UP: ReadonlySet<string> = new Set(["\u0003", "\u0007"]);
const RUB_OUT: ReadonlySet<string> = new Set(["\b", "\u007f"]);

/**
 * Ctrl-R, as in a shell: what is typed next is looked for in the history, Ctrl-R again goes further back, Enter takes what was found, Ctrl-C and
 * Ctrl-G give up, and any other key edits it.
 */
export function createHistorySearch({ pass, history, onFound, onEnd }: HistorySearchOptions): HistorySearch {
  let search: Search | undefined;

  const find = (query: string, from: number): void => {
    const wanted = query.toLowerCase();
    const all = history();
    const index = all.findIndex((text, at) => at >= from && text.toLowerCase().includes(wanted));
    const match = query === "" ? undefined : all[index];
    // What was found stays in sight when nothing further is.
    search = { query, index: match === undefined ? from - 1 : index, match: match ?? search?.match };
    onFound({ query, ...(match === undefined ? {} : { match }) });
  };
  const end = (line: string | undefined): void => {
    search = undefined;
    onEnd(line);
  };

  const searchWith = (key: string, { query, index, match }: Search): void => {
    if (key === SEARCH) find(query, index + 1);
    else if (GIVE_UP.has(key)) end(undefined);
    else if (RUB_OUT.has(key)) find(Array.from(query).slice(0, -1).join(""), 0);
    else if (key >= " ") find(query + key, Math.max(0, index));
    else end(match);
  };

  return {
    take(text) {
      let left = "";
      const give = (): void => {
        if (left !== "") pass(left);
        left = "";
      };
      for (const key of text) {
        // Behind the key that ends an arrow's name there is more of it: from there on everything is the editor's.
        if (search === undefined && (key !== SEARCH || left.includes("\u001b"))) {
          left += key;
          continue;
        }
        // What was typed before is in the line by then.
        give();
        if (search === undefined) find("", 0);
        else {
          searchWith(key, search);
          if (search === undefined && isEditing(key)) left += key;
        }
      }
      give();
    },
  };
}

/** A key that ends the search and does its own work as well: Enter, an arrow, Tab. */
function isEditing(key: string): boolean {
  return key < " " && key !== SEARCH && !GIVE_UP.has(key) && !RUB_OUT.has(key);
}
