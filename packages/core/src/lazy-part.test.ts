import { describe, expect, it } from "vitest";
import { lazyPart } from "./lazy-part.js";

describe("a part that is loaded when it is needed", () => {
  it("is loaded once for all who ask, and then at hand", async () => {
    let opened = 0;
    const part = lazyPart(() => Promise.resolve(++opened));
    expect(part.loaded).toBeUndefined();
    expect(await Promise.all([part.load(), part.load()])).toEqual([1, 1]);
    expect(part.loaded).toBe(1);
    expect(await part.load()).toBe(1);
  });

  it("that cannot be fetched says so, and is tried again by who asks next", async () => {
    let online = false;
    const part = lazyPart(() => (online ? Promise.resolve("part") : Promise.reject(new Error("Failed to fetch"))));
    await expect(part.load()).rejects.toMatchObject({
      code: "network_unreachable",
      retryable: true,
      cause: { message: "Failed to fetch" },
    });
    online = true;
    expect(await part.load()).toBe("part");
  });

  // NET-4
  it("lets go of who aborts, before and while it loads, and is there for the others", async () => {
    let arrive: (value: string) => void = () => undefined;
    const part = lazyPart(() => new Promise<string>((resolve) => (arrive = resolve)));
    const controller = new AbortController();
    const [left, stayed] = [part.load(controller.signal), part.load()];
    controller.abort(new Error("user left"));
    await expect(left).rejects.toThrow("user left");
    await expect(part.load(controller.signal)).rejects.toThrow("user left");
    arrive("part");
    expect(await stayed).toBe("part");
  });
});
