import { RequestError } from "@openclaw/core";
import type { Io } from "../io.js";
import type { Output } from "../output/output.js";
import { decodeText } from "./decode-text.js";

const MAX_BYTES = 32 * 1024 * 1024;
const PATIENCE_MS = 3000;
const NO_TEXT = {
  message: "What came from stdin is not text.",
  hint: "Attach a picture or document with --file, or this one with --file -.",
};

/**
 * What was piped in, as text; `""` on a terminal. A pipe that stays open without a word is waited for, and after a while that is said.
 *
 * @throws RequestError `input_invalid` for more than 32 MiB, or bytes that are no text
 */
export async function readStdin(io: Io, out: Output): Promise<string> {
  return decodeText(await readStdinBytes(io, out, MAX_BYTES), "What came from stdin", NO_TEXT);
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
          hint: "Give a part of it.",
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
