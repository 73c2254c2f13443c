import { expect, it } from "vitest";
import type { Engine } from "../store/engine.js";
import { eachEngine } from "../store/testing/each-engine.js";
import { testClock } from "../store/testing/test-clock.js";
import { createIdempotency } from "./create-idempotency.js";
import { hashBody } from "./hash-body.js";

function over(engine: Engine, clocks = testClock(), instanceId = "one") {
  return { idempotency: createIdempotency({ engine, clock: clocks.clock, instanceId }), fake: clocks.fake, clocks };
}

const request = { key: "k-1", scope: "key_a", bodyHash: hashBody("POST", "/v1/videos", "{}") };
const response = { status: 200, headers: { "content-type": "application/json" }, body: new Uint8Array([0, 1, 255]) };

// SRV-6
eachEngine("idempotency", ({ open, place, openAt }) => {
  it("lets one of many through, holds the others off, and replays the answer byte for byte", async () => {
    const { idempotency } = over(await open());
    const begun = await Promise.all(Array.from({ length: 20 }, () => idempotency.begin(request)));
    expect(begun.filter(({ kind }) => kind === "fresh")).toHaveLength(1);
    expect(begun.filter(({ kind }) => kind === "in_flight")).toHaveLength(19);
    expect(begun.find(({ kind }) => kind === "in_flight")).toMatchObject({ retryAfterMs: 1000 });
    await idempotency.sending(request);
    await idempotency.complete(request, response);
    const replay = await idempotency.begin(request);
    expect(replay).toMatchObject({ kind: "replay", response: { status: 200, headers: response.headers } });
    expect(replay.kind === "replay" && [...replay.response.body]).toEqual([0, 1, 255]);
  });

  it("refuses another body under the same key, before and after the answer", async () => {
    const { idempotency } = over(await open());
    const other = { ...request, bodyHash: hashBody("POST", "/v1/videos", "{ }") };
    await idempotency.begin(request);
    expect(await idempotency.begin(other)).toEqual({ kind: "mismatch" });
    await idempotency.complete(request, response);
    expect(await idempotency.begin(other)).toEqual({ kind: "mismatch" });
  });

  it("keeps the same key of another tenant apart", async () => {
    const { idempotency } = over(await open());
    await idempotency.begin(request);
    await idempotency.complete(request, response);
    expect(await idempotency.begin({ ...request, scope: "key_b" })).toEqual({ kind: "fresh" });
  });

  it("frees the key after a failure that cost nothing", async () => {
    const { idempotency } = over(await open());
    await idempotency.begin(request);
    await idempotency.sending(request);
    await idempotency.fail(request);
    expect(await idempotency.begin({ ...request, bodyHash: "other" })).toEqual({ kind: "fresh" });
  });

  it("keeps answers across restarts, and forgets them after their time", async () => {
    const at = await place();
    const first = over(await openAt(at));
    await first.idempotency.begin(request);
    await first.idempotency.complete(request, response);
    const second = over(await openAt(at), first.clocks, "two");
    expect(await second.idempotency.begin(request)).toMatchObject({ kind: "replay" });
    await second.fake.advance(24 * 3_600_000);
    expect(await second.idempotency.begin(request)).toEqual({ kind: "fresh" });
  });

  it("after a crash goes on with what never left, and never sends again what may have", async () => {
    const engine = await open();
    const dead = over(engine, undefined, "dead");
    const { idempotency, fake } = over(engine, dead.clocks, "alive");
    const sent = { ...request, key: "k-2" };
    await dead.idempotency.begin(request);
    await dead.idempotency.begin(sent);
    await dead.idempotency.sending(sent);
    expect(await idempotency.begin(sent)).toMatchObject({ kind: "in_flight" });
    await fake.advance(30_000);
    const takers = await Promise.all([idempotency.begin(request), over(engine, dead.clocks, "third").idempotency.begin(request)]);
    expect(takers.map(({ kind }) => kind).toSorted()).toEqual(["fresh", "in_flight"]);
    expect(await idempotency.begin(sent)).toEqual({ kind: "outcome_unknown" });
    await expect(dead.idempotency.sending(request)).rejects.toThrow("does not hold");
  });

  it("holds a key for as long as its process lives and renews it", async () => {
    const { idempotency, fake } = over(await open());
    await idempotency.begin(request);
    for (let times = 0; times < 4; times++) {
      await fake.advance(20_000);
      await idempotency.renew();
    }
    expect(await idempotency.begin(request)).toMatchObject({ kind: "in_flight" });
    await idempotency.complete(request, response);
    expect(await idempotency.begin(request)).toMatchObject({ kind: "replay" });
  });
});

it("tells requests apart by method, path and body", () => {
  const hashes = [hashBody("POST", "/a", "x"), hashBody("PUT", "/a", "x"), hashBody("POST", "/b", "x"), hashBody("POST", "/a", "y")];
  expect(new Set(hashes).size).toBe(4);
});
