import { RequestError } from "@openclaw/core";
import type { Io } from "../io.js";
import type { Output } from "../output/output.js";

const MAX_BYTES = 32 * 1024 * 1024;
const PATIENCE_MS = 3000;

/**
 * What was piped in, as text; `""` on a terminal. A pipe that stays open without a word is waited for, and after a while that is said.
 *
 * @throws RequestError `input_invalid` for more than 32 MiB, or bytes that are no text
 */
export async function readStdin(io: Io, out: Output): Promise<string> {
  const bytes = await readStdinBytes(io, out, MAX_BYTES);
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch (cause) {
    const isText = !bytes.some((byte) => byte < 0x20 && !TEXT_CONTROLS.has(byte));
    throw new RequestError(`What came from stdin is not ${isText ? "UTF-8" : "text"}.`, {
      code: "input_invalid",
      hint: isText ? "Convert it first, such as with: iconv -f LATIN1 -t UTF-8" : "Attach a picture or document with --file.",
      cause,
    });
  }
}

// Tab, the line breaks, form feed, and the escape of colours.
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);

/** UTF-8, unless a byte order mark says otherwise: Windows PowerShell writes files in UTF-16. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

/** The same as bytes; none on a terminal. @throws RequestError `input_invalid` for more than `maxBytes` */
export async function readStdinBytes(io: Io, out: Output, maxBytes: number): Promise<Uint8Array> {
  if (io.stdin.isTty) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let length = 0;
  const timer = setTimeout(() => out.note("reading from stdin …"), PATIENCE_MS);
  try {
    for await (const piece of untilAborted(io.stdin, io.signal)) {
      pieces.push(piece);
      length += piece.length;
      if (length > maxBytes)
        throw new RequestError(`More than ${maxBytes / 1024 / 1024} MiB came from stdin.`, {
          code: "input_invalid",
          hint: "Attach it with --file.",
        });
    }
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(pieces);
}

async function* untilAborted(source: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
  });
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next: IteratorResult<Uint8Array, unknown> = await Promise.race([iterator.next(), aborted]);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
