import { shownUsd } from "../output/amounts.js";
import { type ChatState, READ } from "./chat-state.js";
import type { SlashCommand } from "./slash-command.js";

export const usageCommand: SlashCommand = {
  name: "usage",
  aliases: ["cost"],
  summary: "Tokens, cost and cache of this chat",
  run(state) {
    const { out } = state.context;
    const { totals, turns, savedUsd } = state;
    if (totals === undefined) {
      if (state.made.length === 0) out.note("Nothing was asked yet.");
      sayMade(state);
      sayLeft(state);
      return READ;
    }
    const share = totals.promptTokens === 0 ? 0 : Math.round((totals.cachedTokens / totals.promptTokens) * 100);
    out.note(`Turns: ${turns}`);
    out.note(
      `Tokens: ${totals.promptTokens} in, ${totals.completionTokens} out${totals.reasoningTokens > 0 ? ` (${totals.reasoningTokens} thinking)` : ""}`,
    );
    out.note(
      `Prompt cache: ${share}% of what was sent${savedUsd === 0 ? "" : `, ${savedUsd > 0 ? "saved" : "cost"} ${shownUsd(Math.abs(savedUsd))}`}`,
    );
    out.note(`Cost: ${totals.costUsd === undefined ? "not told" : shownUsd(totals.costUsd)}`);
    sayMade(state);
    sayLeft(state);
    return READ;
  },
};

function sayMade({ context: { out }, made }: ChatState): void {
  if (made.length === 0) return;
  const told = made.filter((costUsd) => costUsd !== undefined);
  const cost = told.length === 0 ? "not told" : shownUsd(told.reduce((sum, costUsd) => sum + costUsd, 0));
  out.note(`Made beside the talk: ${made.length} ${made.length === 1 ? "file" : "files"}, ${cost}`);
}

/** What `--max-cost` leaves. */
function sayLeft({ context: { out }, spending }: ChatState): void {
  const { limitUsd } = spending;
  if (limitUsd === undefined) return;
  const spentUsd = spending.spentUsd();
  const left = spentUsd < limitUsd ? shownUsd(limitUsd - spentUsd) : "nothing";
  out.note(`Limit: ${shownUsd(spentUsd)} of ${shownUsd(limitUsd)} spent, ${left} left`);
}
