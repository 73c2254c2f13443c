/** Text that is written at one end while it is read at the other. Nothing is lost when nobody reads yet. */
export interface TextChannel extends AsyncIterable<string> {
  push(text: string): void;
  end(): void;
}

export function createTextChannel(): TextChannel {
  const waiting: string[] = [];
  let ended = false;
  let wake: () => void = () => undefined;
  return {
    push(text) {
      if (text !== "") waiting.push(text);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const text = waiting.splice(0).join("");
        if (text !== "") yield text;
        else if (ended) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
