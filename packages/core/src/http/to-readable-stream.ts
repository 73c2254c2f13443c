type Piece = string | Uint8Array | undefined;

/**
 * A web stream of what comes, for `new Response(…)` in a route, a worker or Next.js: nothing is asked for before it is read, a failure breaks the
 * stream off, and a reader who leaves ends the source at once.
 *
 * @param write makes each item text or bytes; `undefined` leaves it out, throwing breaks the stream off. Default: items are text or bytes themselves
 * @example
 * return new Response(toReadableStream(speech.audio), { headers: { "content-type": speech.mediaType } });
 */
export function toReadableStream<Item extends string | Uint8Array>(items: AsyncIterable<Item>): ReadableStream<Uint8Array<ArrayBuffer>>;
export function toReadableStream<Item>(items: AsyncIterable<Item>, write: (item: Item) => Piece): ReadableStream<Uint8Array<ArrayBuffer>>;
export function toReadableStream(
  items: AsyncIterable<unknown>,
  write: (item: unknown) => Piece = (item) => item as Piece,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = items[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const leave = async (): Promise<void> => {
    await iterator.return?.();
  };
  const next = async (): Promise<Uint8Array | undefined> => {
    for (;;) {
      const step = await iterator.next();
      if (step.done === true) return undefined;
      const piece = write(step.value);
      if (piece !== undefined && piece.length > 0) return typeof piece === "string" ? encoder.encode(piece) : piece;
    }
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const bytes = await next();
          if (bytes === undefined) controller.close();
          else controller.enqueue(bytes as Uint8Array<ArrayBuffer>);
        } catch (error) {
          await leave();
          throw error;
        }
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
}
