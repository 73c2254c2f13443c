/** A queue between callbacks and one loop. */
export interface Channel<Item> {
  readonly push: (item: Item) => void;
  /** Ends the loop after what is queued; with an error, by throwing it. */
  readonly end: (error?: unknown) => void;
  readonly items: () => AsyncGenerator<Item, void, undefined>;
}

export function createChannel<Item>(): Channel<Item> {
  const queue: Item[] = [];
  let ended: { readonly error?: unknown } | undefined;
  let wake = (): void => undefined;
  return {
    push(item) {
      queue.push(item);
      wake();
    },
    end(error) {
      ended ??= error === undefined ? {} : { error };
      wake();
    },
    async *items() {
      for (;;) {
        for (let item = queue.shift(); item !== undefined; item = queue.shift()) yield item;
        if (ended !== undefined) {
          if ("error" in ended) throw ended.error;
          return;
        }
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
