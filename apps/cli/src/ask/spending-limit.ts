import { type ChatMessage, estimateTokens } from "@openclaw/chat";
import { type ModelTarget, ToolkitError } from "@openclaw/core";
import { shownUsd } from "../output/amounts.js";

/** What a command has spent, and what `--max-cost` still lets it spend. */
export interface Spending {
  /** Absent: no limit was set. */
  readonly limitUsd: number | undefined;
  spentUsd(): number;
  /** Counts what was bought. `undefined`: its cost was not told, so that a limit can no longer be kept. */
  add(costUsd: number | undefined): void;
  /**
   * Asked before anything is sent.
   *
   * @param leastUsd what is about to be sent costs at the very least; `undefined` where no price is known
   * @throws ToolkitError `limit_reached` when it would pass the limit
   */
  check(leastUsd?: number): void;
}

/** @param hint what to do once the limit is reached */
export function createSpending(limitUsd: number | undefined, hint = "Give a higher --max-cost, or leave it out."): Spending {
  let spentUsd = 0;
  let untold = false;
  const refuse = (why: string): never => {
    throw new ToolkitError(`${why}; nothing was sent.`, { code: "limit_reached", hint });
  };
  return {
    limitUsd,
    spentUsd: () => spentUsd,
    add(costUsd) {
      spentUsd += costUsd ?? 0;
      untold ||= costUsd === undefined;
    },
    check(leastUsd) {
      if (limitUsd === undefined) return;
      const allowed = `--max-cost allows ${shownUsd(limitUsd)}`;
      // A limit that cannot be kept is not one: better stopped than surprised.
      if (untold) refuse(`${allowed}, and what was bought last did not tell its cost`);
      const passes = leastUsd === undefined ? spentUsd >= limitUsd : spentUsd + leastUsd > limitUsd;
      if (!passes) return;
      if (spentUsd === 0)
        refuse(
          `${leastUsd === undefined ? "What the question costs is not known" : `The question costs at least ${shownUsd(leastUsd)}`}, and ${allowed}`,
        );
      const next = leastUsd === undefined || leastUsd === 0 ? "" : ` and the next question at least ${shownUsd(leastUsd)}`;
      refuse(`This has cost ${shownUsd(spentUsd)}${next}, and ${allowed}`);
    },
  };
}

/**
 * What a question costs before a word is answered, by the listed prices: its own tokens, and those of what was sent before at the price of a
 * cache that still holds them. `undefined` where the price is not known.
 */
export function leastCostUsd(
  target: ModelTarget | undefined,
  messages: readonly ChatMessage[],
  before: readonly ChatMessage[] = [],
): number | undefined {
  const price = target?.traits.price;
  if (price?.promptUsd === undefined) return undefined;
  const known = estimateTokens(before) * Math.min(price.cacheReadUsd ?? price.promptUsd, price.promptUsd);
  return (price.requestUsd ?? 0) + known + estimateTokens(messages) * price.promptUsd;
}

/** What an answer cost: as billed, else by the listed prices; `undefined` where neither is known. */
export function answerCostUsd(
  target: ModelTarget | undefined,
  usage: { readonly costUsd?: number; readonly promptTokens: number; readonly completionTokens: number } | undefined,
): number | undefined {
  if (usage?.costUsd !== undefined) return usage.costUsd;
  const price = target?.traits.price;
  if (usage === undefined || price?.promptUsd === undefined || price.completionUsd === undefined) return undefined;
  return usage.promptTokens * price.promptUsd + usage.completionTokens * price.completionUsd;
}
