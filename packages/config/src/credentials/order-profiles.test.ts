import { describe, expect, it } from "vitest";
import { orderProfiles } from "./order-profiles.js";
import { readStoredProfiles, type StoredProfiles } from "./profile.js";

const NOW = 1_800_000_000_000;
const key = (provider = "openrouter") => ({ type: "api_key", provider, key: "x" });
const oauth = { type: "oauth", provider: "openrouter", access: "x" };
const token = (expires?: number) => ({ type: "token", provider: "openrouter", token: "x", expires });

const store = (profiles: object, state: object = {}): StoredProfiles => readStoredProfiles({ profiles }, state);
const ordered = (stored: StoredProfiles, auth: object = {}) => orderProfiles(stored, auth, "openrouter", NOW);

// KEY-1
describe("the order of stored profiles", () => {
  it("is oauth, token, key, and among equals the one unused longest", () => {
    const profiles = { late: key(), early: key(), t: token(), never: key(), o: oauth };
    const usageStats = { late: { lastUsed: NOW }, early: { lastUsed: NOW - 5 } };
    expect(ordered(store(profiles, { usageStats }))).toEqual(["o", "t", "never", "early", "late"]);
  });

  it("has no profile of another provider, and no token that has expired", () => {
    const profiles = { other: key("elsewhere"), gone: token(NOW), over: token(NOW - 1), fresh: token(NOW + 1), mine: key() };
    expect(ordered(store(profiles))).toEqual(["fresh", "mine"]);
    const signedIn = { old: { ...oauth, expires: 1 }, odd: { ...key(), expires: 1 } };
    expect(ordered(store(signedIn))).toEqual(["old", "odd"]);
  });

  it("is the stored one before the configured one before the configured ids before all", () => {
    const profiles = { a: key(), b: key(), c: oauth };
    const named = {
      profiles: {
        b: { provider: "openrouter" },
        a: { provider: "openrouter" },
        c: { provider: "elsewhere" },
        gone: { provider: "openrouter" },
      },
    };
    expect(ordered(store(profiles), named)).toEqual(["b", "a"]);
    const configured = { ...named, order: { openrouter: ["a", "c"], elsewhere: ["b"] } };
    expect(ordered(store(profiles), configured)).toEqual(["a", "c"]);
    expect(ordered(store(profiles, { order: { openrouter: ["c", "b"] } }), configured)).toEqual(["c", "b"]);
    expect(ordered(store(profiles), { profiles: { gone: { provider: "openrouter" } } })).toEqual(["c", "a", "b"]);
  });

  it("names each profile once, and none that is not stored", () => {
    expect(ordered(store({ a: key(), b: key() }, { order: { openrouter: ["b", "gone", "b", "a"] } }))).toEqual(["b", "a"]);
    expect(ordered(store({ a: key() }, { order: { openrouter: [] } }))).toEqual([]);
  });

  it("has those that rest at its end, the one that rests shortest first", () => {
    const profiles = { a: key(), b: key(), c: key(), d: key(), e: key() };
    const usageStats = {
      a: { cooldownUntil: NOW + 500 },
      b: { disabledUntil: NOW + 100, cooldownUntil: NOW + 50 },
      c: { cooldownUntil: NOW - 1, disabledUntil: NOW - 2 },
      e: { cooldownUntil: NOW },
    };
    const order = { openrouter: ["a", "b", "c", "d", "e"] };
    expect(ordered(store(profiles, { usageStats, order }))).toEqual(["c", "d", "e", "b", "a"]);
    expect(ordered(store(profiles, { usageStats }))).toEqual(["c", "d", "e", "b", "a"]);
  });
});
