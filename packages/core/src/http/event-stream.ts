import { StreamError } from "../errors/stream-error.js";
import { createEventLines } from "./event-lines.js";
import type { TransportBody } from "./transport.js";

/** Default bound of one event: an inline image in a data URL is a normal event. */
const MAX_EVENT_CHARACTERS = 64 * 1024 * 1024;

export interface EventStream {
  /**
   * The `data` of every event completed by the next network piece, in order; an empty array when the piece held only comments or part of an
   * event, `undefined` at the end.
   */
  next(): Promise<readonly string[] | undefined>;
  /** Closes the connection. */
  cancel(): Promise<void>;
}

/**
 * Reads Server-Sent Events: LF, CR and CRLF, any split of bytes, comments and unknown fields skipped. An event that the server did not
 * end with a blank line before closing is delivered too: some proxies trim it, and whoever reads the data can tell whether it is whole.
 *
 * @throws StreamError `stream_malformed` when one event grows beyond `maxEventCharacters`
 */
export function readEventStream(body: TransportBody, maxEventCharacters: number = MAX_EVENT_CHARACTERS): EventStream {
  let events: string[] = [];
  let ended = false;
  const decoder = new TextDecoder();
  const feed = createEventLines((data) => events.push(data));

  return {
    async next() {
      if (ended) return undefined;
      const piece = await body.read();
      ended = piece === undefined;
      const held = feed(piece === undefined ? `${decoder.decode()}\n\n` : decoder.decode(piece, { stream: true }));
      if (held > maxEventCharacters) {
        ended = true;
        await body.cancel();
        throw new StreamError(`One event of the stream is larger than ${maxEventCharacters} characters.`, {
          code: "stream_malformed",
          retryable: false,
        });
      }
      const batch = events;
      events = [];
      return ended && batch.length === 0 ? undefined : batch;
    },
    async cancel() {
      ended = true;
      await body.cancel();
    },
  };
}
