import { ToolkitError } from "./errors/toolkit-error.js";

/** A part of the toolkit that is loaded when it is first needed, and then kept. */
export interface LazyPart<Part> {
  /** The part, once it is there: who finds it here need not wait. */
  readonly loaded: Part | undefined;
  /**
   * Loads it, once for all who ask.
   *
   * @throws the signal's reason as soon as it is aborted (NET-4), or ToolkitError `network_unreachable` when the part cannot be fetched;
   *   the next call tries again
   */
  load(signal?: AbortSignal): Promise<Part>;
}

/**
 * What a page need not fetch before its first answer: a bundler makes a file of its own of whatever `open` imports, one that does not split
 * keeps it inline, and in Node it is there already.
 */
export function lazyPart<Part>(open: () => Promise<Part>): LazyPart<Part> {
  let loaded: Part | undefined;
  let loading: Promise<Part> | undefined;
  const start = async (): Promise<Part> => {
    try {
      return (loaded = await open());
    } catch (cause) {
      loading = undefined;
      throw new ToolkitError("A part of the program could not be loaded.", {
        code: "network_unreachable",
        retryable: true,
        hint: "Call preloadChat() while the network is there.",
        cause,
      });
    }
  };
  return {
    get loaded() {
      return loaded;
    },
    load: (signal) =>
      new Promise((resolve, reject) => {
        if (loaded !== undefined) return resolve(loaded);
        // Signals live as long as a request: nothing need be taken off them.
        const onAbort = (): void => reject(signal?.reason as Error);
        if (signal?.aborted === true) onAbort();
        signal?.addEventListener("abort", onAbort);
        (loading ??= start()).then(resolve, reject);
      }),
  };
}
