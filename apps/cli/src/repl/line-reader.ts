import { createInterface, type Interface } from "node:readline";
import { PassThrough, Writable } from "node:stream";
import type { Terminal } from "../io.js";
import { createInputFilter } from "./input-filter.js";
import { replaceLine, searchInLine } from "./search-in-line.js";

export interface LineReader {
  /** What was entered, line breaks and pastes in it; `undefined` when the user leaves with Ctrl-D. */
  read(prompt: string, initial?: string): Promise<string | undefined>;
  /** Runs work during which Ctrl-C goes to the handler, and keys wait. */
  during<Result>(onInterrupt: () => void, work: () => Promise<Result>): Promise<Result>;
  /** Writes something above the line that is being edited. */
  above(write: () => void): void;
  close(): void;
}

export interface LineReaderOptions {
  readonly history: readonly string[];
  /** The whole entry, as it should be found again. */
  readonly onEntry: (text: string) => void;
  readonly complete: (line: string) => Promise<readonly [readonly string[], string]>;
  /** Ctrl-C on an empty line. */
  readonly onIdleInterrupt: () => void;
  readonly unicode: boolean;
  /** The cursor cannot be moved: no pastes are marked. */
  readonly dumb: boolean;
  readonly continuation: string;
}

const MARK = "⏎";
const FENCE = '"""';
const MAX_HISTORY = 1000;

/**
 * Reads entries from a terminal: history, editing and completion by `node:readline`; lines are joined by a `\` at the end, `"""` around them,
 * Alt-Enter between them, or by being pasted.
 */
export function createLineReader(terminal: Terminal, options: LineReaderOptions): LineReader {
  const { input, output } = terminal;
  const pastes = new Map<string, string>();
  const lineBreak = options.unicode && !options.dumb ? MARK : undefined;
  const filter = createInputFilter(input, {
    lineBreak,
    onPaste(text) {
      const lines = text.replace(/\n$/, "").split("\n").length;
      const mark = `[paste ${pastes.size + 1}: ${lines} lines]`;
      pastes.set(mark, text);
      return mark;
    },
  });
  let reading = false;
  // A resized window makes readline draw its line again; while an answer is being written there, it must not.
  const gate = new Writable({ write: (chunk: Uint8Array, _encoding, done) => (output.write(chunk), done()) });
  Object.defineProperty(gate, "columns", { get: () => output.columns ?? 80 });
  Object.defineProperty(gate, "rows", { get: () => output.rows ?? 24 });
  // The terminal has broken the line anew, and readline would draw over what stands above it.
  const onResize = (): void => {
    if (!reading) return;
    keepRows();
    gate.emit("resize");
  };
  output.on("resize", onResize);

  const take = (): void => {
    input.setRawMode?.(true);
    if (!options.dumb) output.write("\u001b[?2004h");
  };
  const giveBack = (): void => {
    if (!options.dumb) output.write("\u001b[?2004l");
    input.setRawMode?.(false);
  };
  take();
  const shown = (text: string): string => (lineBreak === undefined ? text : text.replaceAll("\n", lineBreak));
  const completion = async (line: string): Promise<[string[], string]> => {
    try {
      const [found, word] = await options.complete(line);
      return [[...found], word];
    } catch {
      return [[], line];
    }
  };
  const keys = new PassThrough();
  const lines: Interface & { history?: string[]; prevRows?: number } = createInterface({
    input: keys,
    output: gate,
    terminal: true,
    history: options.history.filter((text) => lineBreak !== undefined || !text.includes("\n")).map(shown),
    historySize: MAX_HISTORY,
    removeHistoryDuplicates: true,
    // Two parameters make it the asynchronous kind.
    completer: (line: string, done: (error: Error | null, found: [string[], string]) => void) => {
      void completion(line).then((found) => done(null, found)); // oxlint-disable-line promise/no-callback-in-promise
    },
  });
  // How many rows readline goes up to draw its line again. It does not count those of a text that comes in one piece.
  const keepRows = (): void => {
    lines.prevRows = lines.getCursorPos().rows;
  };
  keys.on("data", keepRows);
  const queue: string[] = [];
  let waiting: ((line: string | undefined) => void) | undefined;
  let closed = false;
  const settle = (line: string | undefined): void => {
    const resolve = waiting;
    waiting = undefined;
    reading = false;
    resolve?.(line);
  };
  lines.on("line", (line) => {
    if (waiting === undefined) queue.push(line);
    else settle(line);
  });
  lines.on("close", () => {
    closed = true;
    settle(undefined);
  });
  // readline itself would stop the program with the terminal as it is, and never read on.
  lines.on("SIGTSTP", () => {
    if (terminal.suspend === undefined) return;
    giveBack();
    void terminal.suspend().then(() => {
      take();
      if (reading) lines.prompt(true);
    });
  });
  let prompt = "";
  const pass = (text: string): void => void keys.emit("data", Buffer.from(text));
  const search = searchInLine(lines, { prompt: () => prompt, pass, keepRows });
  filter.stream.on("data", (chunk: Buffer) => {
    if (options.dumb || !reading) keys.emit("data", chunk);
    else search.take(chunk.toString());
  });
  filter.stream.on("end", () => keys.end());
  lines.on("SIGINT", () => {
    // The line is given up, as in a shell.
    if (lines.line !== "") replaceLine(lines, "");
    if (inside) {
      output.write("\n");
      interrupted = true;
      settle("");
      return;
    }
    if (lines.line === "") options.onIdleInterrupt();
  });
  let inside = false;
  let interrupted = false;

  const next = async (text: string, initial = ""): Promise<string | undefined> => {
    prompt = text;
    if (queue.length > 0) return queue.shift();
    if (closed) return undefined;
    reading = true;
    lines.setPrompt(prompt);
    lines.prompt();
    if (initial !== "") lines.write(shown(initial));
    return new Promise((resolve) => (waiting = resolve));
  };
  const whole = (line: string): string => {
    let text = lineBreak === undefined ? line : line.replaceAll(lineBreak, "\n");
    for (const [mark, pasted] of pastes) text = text.replaceAll(mark, () => pasted.replace(/\n$/, ""));
    return text;
  };
  /** Reads on while the entry is not complete. */
  const more = async (first: string): Promise<string> => {
    let text = first;
    const fenced = text.trimStart().startsWith(FENCE);
    const open = (): boolean => (fenced ? text.trim() === FENCE || !text.trimEnd().endsWith(FENCE) : /(?:^|[^\\])\\$/.test(text));
    inside = true;
    try {
      while (open()) {
        const line = await next(options.continuation);
        if (interrupted) return "";
        if (line === undefined) break;
        text = fenced ? `${text}\n${line}` : `${text.slice(0, -1)}\n${line}`;
      }
    } finally {
      inside = false;
      interrupted = false;
    }
    return fenced
      ? text
          .trim()
          .replace(/^"""\n?/, "")
          .replace(/\n?"""$/, "")
      : text;
  };

  return {
    async read(text, initial) {
      pastes.clear();
      const line = await next(text, initial);
      if (line === undefined) return undefined;
      const entry = whole(await more(line)).trim();
      if (entry !== "") {
        // The history holds what was said, not the mark that stood for it.
        if (lines.history?.[0] === line && shown(entry) !== line && lineBreak !== undefined) lines.history[0] = shown(entry);
        options.onEntry(entry);
      }
      return entry;
    },
    async during(onInterrupt, work) {
      filter.busy(onInterrupt);
      try {
        return await work();
      } finally {
        filter.busy(undefined);
      }
    },
    above(write) {
      if (!reading) {
        write();
        return;
      }
      const { rows } = lines.getCursorPos();
      output.write(options.dumb ? "\n" : `${rows === 0 ? "" : `\u001b[${rows}A`}\r\u001b[J`);
      write();
      lines.prevRows = 0;
      lines.prompt(true);
    },
    close() {
      output.off("resize", onResize);
      if (!closed) lines.close();
      filter.close();
      giveBack();
    },
  };
}
