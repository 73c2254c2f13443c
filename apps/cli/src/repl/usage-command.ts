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
      if (state.made.length === 0 && state.brokenOff.length === 0) out.note("Nothing was asked yet.");
      sayBrokenOff(state);
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
    sayBrokenOff(state);
    sayMade(state);
    sayLeft(state);
    return READ;
  },
};

/** Apart from what was billed: this is reckoned, not told. */
function sayBrokenOff({ context: { out }, brokenOff }: ChatState): void {
  if (brokenOff.length === 0) return;
  const known = brokenOff.filter((aboutUsd) => aboutUsd !== undefined);
  const their = brokenOff.length === 1 ? "its" : "their";
  const cost =
    known.length < brokenOff.length
      ? "whose cost was not told"
      : `about ${shownUsd(known.reduce((sum, aboutUsd) => sum + aboutUsd, 0))} more by ${their} listed price`;
  out.note(`Broken off: ${brokenOff.length} ${brokenOff.length === 1 ? "answer" : "answers"}, ${cost}`);
}

function sayMade({ context: { out }, made }: ChatState): void {
  if (made.length === 0) return;
  const told = made.filter((costUsd) => costUsd !== undefined);
  const cost = told.length === 0 ? "not told" : shownUsd(told.reduce((sum, costUsd) => sum + costUsd, 0));
  out.note(`Pictures, videos and sound: ${made.length} ${made.length === 1 ? "file" : "files"}, ${cost}`);
}

/** What `--max-cost` leaves. */
function sayLeft({ context: { out }, spending }: ChatState): void {
  const { limitUsd } = spending;
  if (limitUsd === undefined) return;
  const spentUsd = spending.spentUsd();
  const left = spentUsd < limitUsd ? shownUsd(limitUsd - spentUsd) : "nothing";
  out.note(`Limit: ${shownUsd(spentUsd)} of ${shownUsd(limitUsd)} spent, ${left} left`);
}
