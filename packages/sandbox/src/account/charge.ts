import { Refusal } from "../errors/refusal.js";
import type { SandboxContext } from "../context.js";

/** Refuses with 402 what may cost more than is left. Only a configured balance can run out. */
export function checkBalance(sandbox: SandboxContext, mayCostUsd: number, wish: { tokens: number; perToken: number }): void {
  const { balanceUsd } = sandbox.options;
  if (balanceUsd === undefined) return;
  const left = Math.max(0, balanceUsd - sandbox.spentUsd);
  if (mayCostUsd <= left) return;
  const affordable = wish.perToken > 0 ? Math.floor(left / wish.perToken) : 0;
  throw new Refusal(
    402,
    `This request requires more credits, or fewer max_tokens. You requested up to ${wish.tokens} tokens, but can only afford ${affordable}. To increase, visit https://openrouter.ai/settings/credits and add more credits`,
    { metadata: { provider_name: null, limit_source: "openrouter_credits", reason: "weight_exceeds_budget" } },
  );
}

/** Books money that was spent. */
export function charge(sandbox: SandboxContext, costUsd: number): void {
  sandbox.spentUsd += costUsd;
}
