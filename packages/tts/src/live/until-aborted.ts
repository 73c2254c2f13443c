import { abortReason } from "@openclaw/core/internal";

/** Goes through the text, and leaves it at once when the signal fires, also while it is silent. */
export async function* untilAborted(
  text: AsyncIterable<string> | Iterable<string>,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  const iterator = Symbol.asyncIterator in text ? text[Symbol.asyncIterator]() : text[Symbol.iterator]();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(abortReason(signal));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  aborted.catch(() => undefined);
  let done = false;
  try {
    for (;;) {
      const next = await Promise.race([Promise.resolve(iterator.next()), aborted]);
      if (next.done === true) {
        done = true;
        return;
      }
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", stop);
    // A source that is still waiting answers when it can: nobody waits for it.
    if (!done) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
