import { createTarget } from "@openclaw/core";
import { expect, it } from "vitest";
import { createMemoryCache } from "../store/response-cache.js";
import { testClock } from "../store/testing/test-clock.js";
import { readCachedList } from "./cached-list.js";

it("asks again after five minutes, and gives the last list while OpenRouter is away (REF-2)", async () => {
  const { clock, fake } = testClock();
  let asked = 0;
  let away = false;
  const transport = () => {
    asked++;
    if (away) return Promise.reject(new TypeError("unreachable"));
    const pieces = [new TextEncoder().encode(JSON.stringify({ data: [asked] }))];
    const body = { read: () => Promise.resolve(pieces.shift()), cancel: () => Promise.resolve() };
    return Promise.resolve({ status: 200, headers: new Headers({ "content-type": "application/json" }), body });
  };
  const cache = createMemoryCache(clock);
  const target = createTarget({ model: "openrouter/a/b", apiKey: "planted-key" });
  const read = (): Promise<unknown> =>
    readCachedList(target, "/models", { transport, cache, signal: AbortSignal.timeout(5_000), now: clock.now });
  expect([await read(), await read()]).toEqual([{ data: [1] }, { data: [1] }]);
  await fake.advance(6 * 60_000);
  expect(await read()).toEqual({ data: [2] });
  away = true;
  await fake.advance(3_600_000);
  expect(await read()).toEqual({ data: [2] });
  await fake.advance(25 * 3_600_000);
  await expect(read()).rejects.toThrow(/could not be reached|unreachable|connect/i);
});
