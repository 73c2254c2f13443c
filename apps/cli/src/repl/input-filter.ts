import { PassThrough } from "node:stream";
import { StringDecoder } from "node:string_decoder";

export interface InputFilter {
  /** What the line editor reads. */
  readonly stream: PassThrough;
  /** While work is done keys are kept for later, and Ctrl-C goes to the work. `undefined` gives them on again. */
  busy(onInterrupt: (() => void) | undefined): void;
  close(): void;
}

export interface InputFilterOptions {
  /** A paste of several lines; answers with what stands for it in the line. */
  readonly onPaste: (text: string) => string;
  /** What a line break stands for inside the line being edited; absent: there is none. */
  readonly lineBreak?: string | undefined;
}

const PASTE_START = "\u001b[200~";
const PASTE_END = "\u001b[201~";
const ALT_ENTER = "\u001b\r";
const INTERRUPT = "\u0003";
// More than a person types ahead; the rest is dropped.
const MAX_AHEAD = 64 * 1024;
const MAX_PASTE = 4 * 1024 * 1024;

/**
 * Stands between a terminal and the line editor: a pasted text is one piece, whatever line breaks are in it, and what is typed while an
 * answer comes waits until it is there.
 */
export function createInputFilter(source: NodeJS.ReadableStream, options: InputFilterOptions): InputFilter {
  const stream = new PassThrough();
  const decoder = new StringDecoder("utf8");
  let interrupt: (() => void) | undefined;
  let ahead = "";
  let held = "";
  let paste: string | undefined;

  const pass = (text: string): void => {
    if (text === "") return;
    const shown = options.lineBreak === undefined ? text : text.replaceAll(ALT_ENTER, options.lineBreak);
    if (interrupt === undefined) stream.write(shown);
    else ahead = (ahead + shown).slice(0, MAX_AHEAD);
  };
  const typed = (text: string): void => {
    if (interrupt === undefined || !text.includes(INTERRUPT)) {
      pass(text);
      return;
    }
    // What was typed before is taken back with it, as a shell does.
    ahead = "";
    interrupt();
    pass(text.slice(text.lastIndexOf(INTERRUPT) + 1));
  };
  const read = (chunk: string): void => {
    let text = held + chunk;
    held = "";
    while (text !== "") {
      if (paste !== undefined) {
        const end = text.indexOf(PASTE_END);
        const kept = end === -1 ? partialEnd(text, PASTE_END) : 0;
        paste = (paste + text.slice(0, end === -1 ? text.length - kept : end)).slice(0, MAX_PASTE);
        if (end === -1) {
          held = kept === 0 ? "" : text.slice(-kept);
          return;
        }
        text = text.slice(end + PASTE_END.length);
        const whole = paste.replaceAll(/\r\n?/g, "\n");
        paste = undefined;
        pass(whole.includes("\n") ? options.onPaste(whole) : whole.replaceAll("\t", "  "));
        continue;
      }
      const start = text.indexOf(PASTE_START);
      if (start === -1) {
        // A bare Escape is a key of its own and is not waited on.
        const begun = partialEnd(text, PASTE_START);
        const kept = begun >= 3 ? begun : 0;
        held = kept === 0 ? "" : text.slice(-kept);
        typed(text.slice(0, text.length - kept));
        return;
      }
      typed(text.slice(0, start));
      paste = "";
      text = text.slice(start + PASTE_START.length);
    }
  };
  const onData = (chunk: Buffer | string): void => read(typeof chunk === "string" ? chunk : decoder.write(chunk));
  const onEnd = (): void => void stream.end();
  source.on("data", onData);
  source.on("end", onEnd);
  return {
    stream,
    busy(onInterrupt) {
      interrupt = onInterrupt;
      if (onInterrupt !== undefined || ahead === "") return;
      const text = ahead;
      ahead = "";
      stream.write(text);
    },
    close() {
      source.off("data", onData);
      source.off("end", onEnd);
      source.pause();
      stream.end();
    },
  };
}

/** How many characters at the end may be the beginning of the mark. */
function partialEnd(text: string, mark: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--) if (text.endsWith(mark.slice(0, length))) return length;
  return 0;
}
