/** A body that the test writes while the code under test reads. */
export interface ControlledStream {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly push: (chunk: string | Uint8Array) => void;
  readonly close: () => void;
  /** Breaks the connection: the reader's next read rejects with this. */
  readonly error: (reason: unknown) => void;
  /** True once the reader cancelled the stream. */
  readonly cancelled: () => boolean;
  /** Settles when the reader cancels, with the reason it gave. */
  readonly whenCancelled: Promise<unknown>;
}

export function controlledStream(): ControlledStream {
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  let cancelled = false;
  let open = true;
  let tellCancelled: (reason: unknown) => void = () => undefined;
  const whenCancelled = new Promise<unknown>((resolve) => (tellCancelled = resolve));
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (started) => {
      controller = started;
    },
    cancel: (reason) => {
      cancelled = true;
      open = false;
      tellCancelled(reason);
    },
  });
  // A real connection that the reader has left also swallows what the server still sends.
  const whileOpen = (act: (to: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => void, last: boolean) => {
    if (!open || controller === undefined) return;
    if (last) open = false;
    act(controller);
  };
  return {
    stream,
    push: (chunk) => whileOpen((to) => to.enqueue(toBytes(chunk)), false),
    close: () => whileOpen((to) => to.close(), true),
    error: (reason) => whileOpen((to) => to.error(reason), true),
    cancelled: () => cancelled,
    whenCancelled,
  };
}

export function toBytes(chunk: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof chunk === "string" ? new TextEncoder().encode(chunk) : new Uint8Array(chunk);
}
