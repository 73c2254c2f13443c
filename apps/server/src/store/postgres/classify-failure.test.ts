import { expect, it } from "vitest";
import { isLostRace, isStalePlan, isUnavailable } from "./classify-failure.js";

const failure = (code: string, message = "no"): Error => Object.assign(new Error(message), { code });

// SRV-9
it.each(["08006", "53300", "57P01", "57P03", "57014", "58030", "25006", "25P03", "25P04", "55P03", "40P01", "ECONNREFUSED", "ECONNRESET"])(
  "takes %s for a database that may come back",
  (code) => {
    expect(isUnavailable(failure(code))).toBe(true);
  },
);

it("takes what the driver says without a code for the same", () => {
  expect(isUnavailable(new Error("Connection terminated unexpectedly"))).toBe(true);
  expect(isUnavailable(new Error("timeout exceeded when trying to connect"))).toBe(true);
});

it.each(["23505", "42601", "42P01", "22003"])("takes %s for a mistake of ours, which no waiting mends", (code) => {
  expect(isUnavailable(failure(code, "a connection is mentioned"))).toBe(false);
});

it("knows the transactions that may simply run again", () => {
  expect([failure("40001"), failure("40P01"), failure("23505")].map(isLostRace)).toEqual([true, true, false]);
});

it("knows the statements that a new connection prepares anew", () => {
  const changed = Object.assign(failure("0A000"), { routine: "RevalidateCachedQuery" });
  expect([changed, failure("26000"), failure("0A000"), failure("42P01")].map(isStalePlan)).toEqual([true, true, false, false]);
});
