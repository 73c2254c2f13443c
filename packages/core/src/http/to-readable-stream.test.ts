import { settle } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { toReadableStream } from "./to-readable-stream.js";

/** Items that come one by one, and what became of their source. */
function source<Item>(items: readonly Item[], failure?: Error) {
  const seen = { asked: 0, left: false };
  const iterable: AsyncIterable<Item> = {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const value = items[seen.asked++];
        if (value !== undefined) return Promise.resolve({ done: false, value });
        return failure === undefined ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(failure);
      },
      return: () => {
        seen.left = true;
        return Promise.resolve({ done: true, value: undefined });
      },
    }),
  };
  return { iterable, seen };
}

describe("a web stream of what comes", () => {
  it("writes text as UTF-8 and bytes as they are", async () => {
    const { iterable } = source(["grün ", new TextEncoder().encode("blau"), ""]);
    expect(await new Response(toReadableStream(iterable)).text()).toBe("grün blau");
  });

  it("writes what is made of each item, and leaves out what nothing is made of", async () => {
    const { iterable } = source([1, 2, 3]);
    expect(await new Response(toReadableStream(iterable, (item) => (item === 2 ? undefined : `${item};`))).text()).toBe("1;3;");
  });

  it("asks for nothing before it is read, and for no more than is read", async () => {
    const { iterable, seen } = source(["a", "b", "c"]);
    const reader = toReadableStream(iterable).getReader();
    await settle();
    expect(seen.asked).toBe(0);
    await reader.read();
    await settle();
    expect(seen.asked).toBe(1);
  });

  it("ends the source when the reader leaves, also while nothing comes", async () => {
    let left = false;
    const silent: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => undefined),
        return: () => {
          left = true;
          return Promise.resolve({ done: true, value: undefined });
        },
      }),
    };
    const reader = toReadableStream(silent).getReader();
    const reading = reader.read();
    await reader.cancel();
    expect(left).toBe(true);
    expect(await reading).toEqual({ done: true, value: undefined });
  });

  it("breaks off with the source's failure", async () => {
    const { iterable } = source(["half"], new Error("the line broke"));
    await expect(new Response(toReadableStream(iterable)).text()).rejects.toThrow("the line broke");
  });

  it("breaks off with the failure of what writes, and ends the source", async () => {
    const { iterable, seen } = source(["a", "b"]);
    const refuse = (item: string): string => {
      if (item === "b") throw new Error("not that one");
      return item;
    };
    await expect(new Response(toReadableStream(iterable, refuse)).text()).rejects.toThrow("not that one");
    expect(seen.left).toBe(true);
  });
});
