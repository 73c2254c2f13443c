import { toBytes } from "./controlled-stream.js";
import { networkFailure, type StreamReply } from "./fake-reply.js";

/** What the body tells the recorded call. */
export interface BodyWatch {
  readonly onDelivered: (bytes: number) => void;
  readonly onCancelled: (reason: unknown) => void;
  readonly onClosed: () => void;
}

/** The chunks of a `stream` reply as a source that yields one per read. */
export function paceChunks(reply: StreamReply): ReadableStream<Uint8Array<ArrayBuffer>> {
  let index = 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: async (controller) => {
        const chunk = reply.chunks[index];
        if (chunk !== undefined) {
          await reply.pace?.(index);
          index += 1;
          controller.enqueue(toBytes(chunk));
        } else if (reply.end === "error") controller.error(reply.error ?? networkFailure());
        else if (reply.end === "stall") await new Promise<never>(() => undefined);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Wraps a body as a platform's fetch does: an abort rejects the pending read, cancels the source, and ends the stream for good. */
export function watchBody(
  source: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal | undefined,
  watch: BodyWatch,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = source.getReader();
  let ended = false;
  const leave = (reason: unknown) => {
    if (ended) return;
    ended = true;
    watch.onCancelled(reason);
    // The source may be broken already; the call has been told, and that is all that is owed.
    reader.cancel(reason).catch(() => undefined);
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start: (controller) => {
        const abort = () => {
          if (ended) return;
          controller.error(signal?.reason);
          leave(signal?.reason);
        };
        if (signal?.aborted === true) abort();
        else signal?.addEventListener("abort", abort, { once: true });
      },
      pull: async (controller) => {
        const { done, value } = await reader.read().catch((error: unknown) => {
          const late = ended;
          ended = true;
          // A pull that outlives an abort must stay silent: the stream has already been errored with the abort's reason.
          if (late) return { done: false as const, value: new Uint8Array() };
          throw error;
        });
        if (ended) return;
        if (done) {
          ended = true;
          watch.onClosed();
          controller.close();
          return;
        }
        watch.onDelivered(value.length);
        controller.enqueue(value);
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
}
