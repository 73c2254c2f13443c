import type { Context } from "../context.js";
import { createMarkdownWriter } from "../output/markdown/markdown-writer.js";

/** Where the text of an answer goes while it comes. */
export interface AnswerSink {
  /** False where nothing of it is seen before the end: until then it is said that something comes. */
  readonly shows?: false;
  push(text: string): void;
  /** Ends the line, once. */
  end(): void;
}

/** For an answer that is printed when it is complete. */
export const LATE_SINK: AnswerSink = { shows: false, push: () => undefined, end: () => undefined };

/** Markdown on a terminal, the bare text into a pipe (CLI-3, CLI-4). */
export function createAnswerSink({ out }: Context): AnswerSink {
  if (out.terminal) {
    return createMarkdownWriter({ write: out.write, style: out.style, columns: () => out.columns, unicode: out.unicode });
  }
  let last = "\n";
  return {
    push(text) {
      if (text === "") return;
      out.write(text);
      last = text.at(-1) ?? last;
    },
    end() {
      if (last !== "\n") out.write("\n");
      last = "\n";
    },
  };
}
