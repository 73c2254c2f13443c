import { expect, it } from "vitest";
import { toNanoUsd } from "../store/nano-usd.js";
import { eachEngine } from "../store/testing/each-engine.js";
import { testClock } from "../store/testing/test-clock.js";
import type { Engine } from "../store/engine.js";
import { createKeys } from "./create-keys.js";
import { createKeySchema, patchKeySchema } from "./key-input.js";

function over(engine: Engine) {
  const { clock, fake } = testClock();
  return { fake, keys: createKeys({ engine, clock, instanceId: "one" }, (id) => Promise.resolve(`whsec_${id}`)) };
}

// SRV-3
eachEngine("virtual keys", ({ open }) => {
  it("shows a key once and keeps nothing that would open anything", async () => {
    const engine = await open();
    const { keys } = over(engine);
    const { key, record, webhookSecret } = await keys.create({
      name: "shop",
      budgetUsd: 12.5,
      budgetWindow: "month",
      rpm: 60,
      tpm: 9000,
      models: ["a/*"],
    });
    expect(key).toMatch(/^sk-oc-[\w-]{43}$/);
    expect(webhookSecret).toBe(`whsec_${record.id}`);
    expect(record).toMatchObject({
      name: "shop",
      hint: key.slice(-4),
      budgetUsd: 12.5,
      budgetWindow: "month",
      rpm: 60,
      tpm: 9000,
      models: ["a/*"],
    });
    expect(record).toMatchObject({ spentUsd: 0, reservedUsd: 0, resetsAtMs: Date.UTC(2026, 1, 1) });
    const rows = await engine.read("SELECT * FROM keys", []);
    expect(rows.flatMap((row) => Object.values(row).map(String)).join("\n")).not.toContain(key);
    expect(await keys.authorise(key)).toEqual({ ok: true, key: record });
  });

  it("refuses unknown, changed, revoked and expired keys, each by its name", async () => {
    const { keys, fake } = over(await open());
    const one = await keys.create({ name: "one", expiresAtMs: fake.now() + 1000 });
    const two = await keys.create({ name: "two" });
    expect(await keys.authorise("sk-oc-nothing")).toEqual({ ok: false, reason: "unknown" });
    expect(await keys.authorise(`${two.key}x`)).toEqual({ ok: false, reason: "unknown" });
    expect(await keys.authorise(two.record.id)).toEqual({ ok: false, reason: "unknown" });
    expect(await keys.authorise(one.key)).toMatchObject({ ok: true });
    await fake.advance(1000);
    expect(await keys.authorise(one.key)).toEqual({ ok: false, reason: "expired" });
    expect(await keys.authorise(two.key)).toMatchObject({ ok: true });
    expect(await keys.revoke(two.record.id)).toBe(true);
    expect(await keys.authorise(two.key)).toEqual({ ok: false, reason: "revoked" });
    expect(await keys.revoke("key_nobody")).toBe(false);
  });

  it("sees what another process has revoked within a second, also when the clock was set back in between", async () => {
    const engine = await open();
    const { clock, fake } = testClock(10_000_000);
    let behindMs = 0;
    const moving = { ...clock, now: () => clock.now() - behindMs };
    const one = createKeys({ engine, clock: moving, instanceId: "one" }, () => Promise.resolve("whsec_"));
    const { key, record } = await one.create({ name: "one" });
    expect(await one.authorise(key)).toMatchObject({ ok: true });
    await createKeys({ engine, clock, instanceId: "two" }, () => Promise.resolve("whsec_")).revoke(record.id);
    behindMs = 3_600_000;
    await fake.advance(1_000);
    expect(await one.authorise(key)).toEqual({ ok: false, reason: "revoked" });
  });

  it("lists the newest first, page by page, without the revoked ones unless asked", async () => {
    const { keys } = over(await open());
    for (const name of ["a", "b", "c", "d"]) await keys.create({ name });
    const all = await keys.list();
    expect(all.map(({ name }) => name)).toEqual(["d", "c", "b", "a"]);
    await keys.revoke(all[1]!.id);
    expect((await keys.list({ limit: 2 })).map(({ name }) => name)).toEqual(["d", "b"]);
    expect((await keys.list({ limit: 2, beforeId: all[2]!.id })).map(({ name }) => name)).toEqual(["a"]);
    expect(await keys.list({ includeRevoked: true })).toHaveLength(4);
  });

  it("changes what is named, takes limits away with null and leaves the rest", async () => {
    const { keys } = over(await open());
    const { record, key } = await keys.create({ name: "a", budgetUsd: 1, rpm: 5, models: ["x/y"] });
    await keys.authorise(key);
    expect(await keys.patch(record.id, { name: "b", budgetUsd: null, rpm: null, models: null, tpm: 7 })).toEqual({
      id: record.id,
      hint: record.hint,
      createdAtMs: record.createdAtMs,
      name: "b",
      budgetWindow: "total",
      spentUsd: 0,
      reservedUsd: 0,
      tpm: 7,
    });
    // At once, also where looked-up keys are believed for a while.
    expect(await keys.authorise(key)).toMatchObject({ ok: true, key: { name: "b", tpm: 7 } });
    expect(await keys.patch(record.id, {})).toMatchObject({ name: "b" });
    expect(await keys.patch("key_nobody", { name: "c" })).toBeUndefined();
  });
});

it("reads admin input strictly and says which field is wrong", () => {
  const read = (body: unknown) => createKeySchema.safeParse(body);
  expect(read({ name: " a ", budgetUsd: 5, budgetWindow: "week", expiresAt: "2026-12-01T00:00:00Z" }).data).toEqual({
    name: "a",
    budgetUsd: 5,
    budgetWindow: "week",
    expiresAtMs: Date.UTC(2026, 11, 1),
  });
  expect(read({ name: "a", expiresAt: 1_800_000_000 }).data).toMatchObject({ expiresAtMs: 1_800_000_000_000 });
  for (const [field, value] of [
    ["name", ""],
    ["budgetUsd", -1],
    ["budgetUsd", Number.POSITIVE_INFINITY],
    ["budgetUsd", "5"],
    ["budgetWindow", "year"],
    ["rpm", 0],
    ["rpm", 1.5],
    ["models", []],
    ["models", ["*/gpt-5"]],
    ["models", ["openai/*-mini"]],
    ["expiresAt", "soon"],
  ] as const) {
    expect(read({ name: "a", [field]: value }).error?.issues[0]?.path[0], `${field}: ${String(value)}`).toBe(field);
  }
  expect(read({ name: "a", models: ["*", "openai/*", "openai/gpt-4*", "@preset/mine"] }).success).toBe(true);
  expect(read({ name: "a", budget: 5 }).success).toBe(false);
  expect(patchKeySchema.safeParse({ budgetUsd: null, expiresAt: null }).data).toEqual({ budgetUsd: null, expiresAtMs: null });
});

it("turns the largest allowed budget into an exact amount", () => {
  expect(toNanoUsd(createKeySchema.parse({ name: "a", budgetUsd: 999_999.999999999 }).budgetUsd ?? 0)).toBe(999_999_999_999_999n);
});
