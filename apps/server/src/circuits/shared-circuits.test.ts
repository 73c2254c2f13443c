import { type Circuits, createCircuits } from "@openclaw/core";
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasRedis, startRedis, type TestRedis } from "../store/testing/start-redis.js";
import { testClock } from "../store/testing/test-clock.js";
import { connectRedis, type RedisClient } from "../store/redis/redis-client.js";
import { createSharedCircuits, redisBus } from "./shared-circuits.js";

// FAIL-3, SRV-9
describe.runIf(hasRedis)("circuits of several instances", () => {
  let server: TestRedis;
  const clients: RedisClient[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await server.remove();
  });

  const until = async (look: () => boolean): Promise<void> => {
    for (let turns = 0; turns < 100_000; turns++) {
      if (look()) return;
      await turn();
    }
    throw new Error("It did not happen.");
  };

  const pair = async () => {
    const { clock, fake } = testClock();
    const open = async (name: string) => {
      const client = await connectRedis(server.url);
      clients.push(client);
      return createSharedCircuits(redisBus(client), name, createCircuits({ clock, random: () => 0.5 }));
    };
    const [one, two] = [await open("one"), await open("two")];
    // A subscription takes a moment; it stands in both directions once something came through.
    await until(() => {
      one.failed("warm");
      return two.state("warm") === "open";
    });
    await until(() => {
      two.failed("warm too");
      return one.state("warm too") === "open";
    });
    return { one, two, fake };
  };

  let markers = 0;
  /** Messages of one sender keep their order: when the last is seen, the ones before were. */
  const heard = (from: Circuits, by: Circuits): Promise<void> => {
    const marker = `marker ${++markers}`;
    for (let times = 0; times < 3; times++) from.failed(marker);
    return until(() => by.state(marker) === "open");
  };

  it("count failures together", async () => {
    const { one, two } = await pair();
    one.failed("m");
    two.failed("m");
    one.failed("m");
    await until(() => one.state("m") === "open" && two.state("m") === "open");
    expect(two.admit("m")).toBe(false);
  });

  it("send one probe for all, and all rest or work by what it finds", async () => {
    const { one, two, fake } = await pair();
    for (let times = 0; times < 3; times++) one.failed("m");
    await until(() => two.state("m") === "open");
    await fake.advance(30_000);
    expect(one.admit("m")).toBe(true);
    await heard(one, two);
    expect(two.admit("m")).toBe(false);
    one.released("m");
    await heard(one, two);
    expect(two.admit("m")).toBe(true);
    two.succeeded("m");
    await until(() => one.state("m") === "closed");
    expect(one.admit("m")).toBe(true);
  });
});
