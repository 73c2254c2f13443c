import { describe, expect, it } from "vitest";
import { NO_PROFILES, readStoredProfiles } from "./profile.js";

const read = (profile: unknown) => readStoredProfiles({ profiles: { id: profile } }).profiles["id"];
const ref = { source: "env", id: "A" };

// KEY-1, KEY-3
describe("stored profiles", () => {
  it.each([
    { type: "api_key", provider: "openrouter", key: "x" },
    { type: "api_key", provider: "openrouter", keyRef: ref, metadata: { note: 1 } },
    { type: "api_key", provider: "openrouter" },
    { type: "token", provider: "openrouter", token: "x", expires: 5 },
    { type: "token", provider: "openrouter", tokenRef: ref },
    { type: "oauth", provider: "openrouter", access: "x" },
    { type: "oauth", provider: "openrouter", access: "x", refresh: "y", expires: 5, email: "a@b.example" },
  ])("are read as they stand: %j", (profile) => {
    expect(read(profile)).toStrictEqual(profile);
    expect(read({ ...profile, later: true })).toStrictEqual(profile);
  });

  it("are read without what has a wrong type", () => {
    expect(read({ type: "api_key", provider: "p", key: 5, keyRef: { source: "web" }, metadata: [] })).toStrictEqual({
      type: "api_key",
      provider: "p",
    });
    expect(read({ type: "token", provider: "p", token: {}, tokenRef: 5, expires: "soon" })).toStrictEqual({ type: "token", provider: "p" });
    expect(read({ type: "oauth", provider: "p", access: "x", refresh: 1, email: 1 })).toStrictEqual({
      type: "oauth",
      provider: "p",
      access: "x",
    });
  });

  it.each([
    null,
    5,
    "x",
    [],
    {},
    { type: "api_key" },
    { provider: "p" },
    { type: "later", provider: "p" },
    { type: "oauth", provider: "p" },
    { type: "api_key", provider: 5 },
  ])("that cannot be read are passed over: %j", (profile) => {
    expect(readStoredProfiles({ profiles: { bad: profile, good: { type: "api_key", provider: "p" } } }).profiles).toStrictEqual({
      good: { type: "api_key", provider: "p" },
    });
  });

  it("reach no prototype", () => {
    const { profiles } = readStoredProfiles(JSON.parse('{"profiles":{"__proto__":{"type":"api_key","provider":"p"}}}'));
    expect(Object.getPrototypeOf(profiles)).toBe(Object.prototype);
    expect(profiles).toStrictEqual({});
  });

  it.each([undefined, null, 5, "x", [], {}, { profiles: 5, order: 5, usageStats: 5 }])("of %j are none", (file) => {
    expect(readStoredProfiles(file)).toEqual(NO_PROFILES);
    expect(readStoredProfiles(file, file)).toEqual(NO_PROFILES);
  });
});

describe("the order and the usage of profiles", () => {
  const usageStats = { a: { lastUsed: 1, cooldownUntil: 2, disabledUntil: 3, later: 4 }, b: { lastUsed: "x" }, c: 5 };
  const usage = { a: { lastUsed: 1, cooldownUntil: 2, disabledUntil: 3 }, b: {}, c: {} };

  it("stand in the state's file, and beside the profiles in older ones", () => {
    const state = { order: { openrouter: ["b", "a"], odd: 5 }, usageStats };
    for (const stored of [readStoredProfiles({}, state), readStoredProfiles(state)]) {
      expect(stored.order).toEqual({ openrouter: ["b", "a"], odd: [] });
      expect(stored.usage).toStrictEqual(usage);
    }
  });

  it("are the state's where both say them", () => {
    const older = { order: { openrouter: ["older"] }, usageStats: { older: {} } };
    const stored = readStoredProfiles(older, { order: { openrouter: ["newer"] }, usageStats: {} });
    expect(stored).toMatchObject({ order: { openrouter: ["newer"] }, usage: {} });
    expect(stored.usage).toEqual({});
    expect(readStoredProfiles(older, { usageStats: {} }).order).toEqual({ openrouter: ["older"] });
  });
});
