import { createTarget, type ModelPrice, type ModelTarget } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { answerCostUsd, createSpending, leastCostUsd } from "./spending-limit.js";

function targetAt(price: ModelPrice | undefined): ModelTarget {
  const target = createTarget({ apiKey: "sk-or-v1-SYNTHETIC", model: "openai/gpt-4o-mini" });
  const { price: _listed, ...traits } = target.traits;
  return { ...target, traits: { ...traits, ...(price === undefined ? {} : { price }) } };
}

const QUESTION = [{ role: "user" as const, content: "x".repeat(400) }];

describe("what --max-cost still lets a command spend", () => {
  it("is everything without a limit", () => {
    const spending = createSpending(undefined);
    spending.add(undefined);
    spending.add(1000);
    expect(() => spending.check(1000)).not.toThrow();
  });

  it("ends where the next question would pass it, and not before", () => {
    const spending = createSpending(0.01);
    spending.add(0.009);
    expect(() => spending.check(0.001)).not.toThrow();
    expect(() => spending.check(0.0011)).toThrow(
      "This has cost $0.009 and the next question at least $0.0011, and --max-cost allows $0.010; nothing was sent.",
    );
  });

  it("ends, where no price is known, once it is spent", () => {
    const spending = createSpending(1);
    spending.add(0.75);
    expect(() => spending.check()).not.toThrow();
    spending.add(0.25);
    expect(() => spending.check()).toThrow("This has cost $1.00, and --max-cost allows");
  });

  it("lets a limit of nothing ask what is free, and nothing else", () => {
    const spending = createSpending(0);
    expect(() => spending.check(0)).not.toThrow();
    expect(() => spending.check(0.000002)).toThrow("The question costs at least $0.000002, and --max-cost allows $0");
    expect(() => spending.check()).toThrow("What the question costs is not known");
  });

  it("is over as soon as something did not tell its cost", () => {
    const spending = createSpending(1);
    spending.add(undefined);
    expect(() => spending.check(0)).toThrow("did not tell its cost");
  });
});

describe("what a question costs at the least", () => {
  it("is what it holds at the listed price, and what was sent before at the price of a cache", () => {
    const target = targetAt({ promptUsd: 10, cacheReadUsd: 1, requestUsd: 5 });
    expect(leastCostUsd(target, QUESTION)).toBe(5 + 104 * 10);
    expect(leastCostUsd(target, QUESTION, QUESTION)).toBe(5 + 104 * 10 + 104);
    expect(leastCostUsd(targetAt({ promptUsd: 10 }), QUESTION, QUESTION)).toBe(2 * 104 * 10);
  });

  it("is not known where no price is", () => {
    expect(leastCostUsd(targetAt(undefined), QUESTION)).toBeUndefined();
    expect(leastCostUsd(undefined, QUESTION)).toBeUndefined();
  });
});

describe("what an answer cost", () => {
  const usage = { promptTokens: 10, completionTokens: 2 };

  it("is what was billed, else what the prices say, else not known", () => {
    const target = targetAt({ promptUsd: 1, completionUsd: 100 });
    expect(answerCostUsd(target, { ...usage, costUsd: 0 })).toBe(0);
    expect(answerCostUsd(target, usage)).toBe(210);
    expect(answerCostUsd(targetAt(undefined), usage)).toBeUndefined();
    expect(answerCostUsd(target, undefined)).toBeUndefined();
  });
});
