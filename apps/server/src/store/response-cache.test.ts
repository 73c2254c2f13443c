import { expect, it } from "vitest";
import { createMemoryCache } from "./response-cache.js";
import { testClock } from "./testing/test-clock.js";

const bytes = (length: number): Uint8Array => new Uint8Array(length);

// SRV-9
it("keeps a value for its time and not longer", async () => {
  const { clock, fake } = testClock();
  const cache = createMemoryCache(clock);
  await cache.set("a", bytes(3), 1000);
  await fake.advance(999);
  expect(await cache.get("a")).toHaveLength(3);
  await fake.advance(1);
  expect(await cache.get("a")).toBeUndefined();
});

it("stays within its bytes: the longest unused goes first, a giant is not taken", async () => {
  const cache = createMemoryCache(testClock().clock, 100);
  await cache.set("a", bytes(40), 1000);
  await cache.set("b", bytes(40), 1000);
  await cache.get("a");
  await cache.set("c", bytes(40), 1000);
  expect(await cache.get("b")).toBeUndefined();
  expect(await cache.get("a")).toHaveLength(40);
  await cache.set("a", bytes(50), 1000);
  expect(await cache.get("c")).toHaveLength(40);
  await cache.set("giant", bytes(2 * 1024 * 1024), 1000);
  expect(await cache.get("giant")).toBeUndefined();
});
