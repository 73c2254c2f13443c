import { expect, it } from "vitest";
import { runTarget } from "./run-target.js";
import { TARGETS } from "./targets.js";
import { pureTarget } from "./target.js";
import fc from "fast-check";

it.each(TARGETS.map((target) => [target.name, target.about, target] as const))("%s: %s", async (_name, _about, target) => {
  const { finding } = await runTarget(target, { cpuMs: 0, seed: 20_261_122, runs: 300 });
  expect(finding).toBeUndefined();
});

it("an input that breaks a target is brought down to the smallest, with the seed that brings it back", async () => {
  const broken = pureTarget("broken", "no number is above 100", () => fc.property(fc.nat(1000), (number) => number <= 100));
  const { finding } = await runTarget(broken, { cpuMs: 60_000, seed: 1, runs: 100 });
  expect(finding).toMatchObject({ input: [101] });
});
