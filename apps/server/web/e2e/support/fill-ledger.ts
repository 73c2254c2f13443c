import { openState } from "../../../src/state/open-state.js";
import type { LedgerEntry } from "../../../src/ledger/ledger-types.js";

const MODELS = [
  { model: "anthropic/claude-sonnet-4.5", provider: "Anthropic", usdPerToken: 0.000009, share: 0.34, firstMs: 780 },
  { model: "openai/gpt-5.5", provider: "OpenAI", usdPerToken: 0.000006, share: 0.24, firstMs: 640 },
  { model: "google/gemini-3.1-flash-lite", provider: "Google", usdPerToken: 0.0000008, share: 0.22, firstMs: 310 },
  { model: "deepseek/deepseek-v4-flash", provider: "DeepSeek", usdPerToken: 0.0000005, share: 0.14, firstMs: 520 },
  { model: "x-ai/grok-4.3", provider: "xAI", usdPerToken: 0.000004, share: 1, firstMs: 910 },
];
const CAUSES = ["provider_overloaded", "rate_limited", "first_token_timeout", "stream_cut"];
const DAY_MS = 86_400_000;

/** Deterministic rows as a busy team leaves them: more by day than by night, some failures, some caching. */
export async function fillLedger(options: {
  readonly dir: string;
  readonly rows: number;
  readonly days: number;
  readonly nowMs: number;
}): Promise<void> {
  const { dir, rows, days, nowMs } = options;
  const state = await openState({ dir, background: false, videos: { resolveTargets: () => [], allowPrivateNetwork: true } });
  try {
    const keys = await Promise.all(
      [
        { name: "Design team", budgetUsd: 120, budgetWindow: "month" as const, rpm: 60 },
        { name: "Support bot", budgetUsd: 20, budgetWindow: "day" as const, models: ["google/*", "deepseek/*"] },
        { name: "Ana’s notebook" },
        { name: "Nightly summaries of every ticket that was closed" },
      ].map((input) => state.keys.create(input)),
    );
    const random = seeded(7);
    const entries = Array.from({ length: rows }, (_, index) => {
      const atMs = nowMs - days * DAY_MS * (1 - (index + random()) / rows) * 0.999;
      return entryOf(
        index,
        atMs,
        random,
        keys.map(({ record }) => record.id),
      );
    }).filter(({ atMs = 0 }) => {
      const hour = new Date(atMs).getUTCHours();
      return rows >= 10_000 || (hour > 6 && hour < 21) || random() < 0.3;
    });
    for (let from = 0; from < entries.length; from += 500) await state.ledger.append(entries.slice(from, from + 500));
  } finally {
    await state.close();
  }
}

function entryOf(index: number, atMs: number, random: () => number, keyIds: readonly string[]): LedgerEntry {
  const { model, provider, usdPerToken, firstMs } = pick(random());
  const failed = random() < 0.035;
  const promptTokens = Math.round(200 + random() ** 3 * 9_000);
  const completionTokens = failed ? 0 : Math.round(60 + random() ** 2 * 1_400);
  const firstTokenMs = Math.round(firstMs * (0.6 + random() * 0.7 + (random() < 0.06 ? 2.5 : 0)));
  const keyId = keyIds[Math.floor(random() ** 1.6 * (keyIds.length + 1))];
  return {
    requestId: `req_seed_${index}`,
    attempt: 1,
    ...(keyId === undefined ? {} : { keyId }),
    endpoint: "chat.completions",
    requestedModel: model,
    model,
    provider,
    promptTokens,
    completionTokens,
    reasoningTokens: 0,
    cachedTokens: random() < 0.42 ? Math.round(promptTokens * 0.8) : 0,
    costUsd: failed ? 0 : (promptTokens * 0.4 + completionTokens * 2) * usdPerToken,
    latencyMs: firstTokenMs + completionTokens * 11,
    ...(failed ? {} : { firstTokenMs }),
    outcome: failed ? "error" : "ok",
    ...(failed ? { errorCode: CAUSES[Math.floor(random() ** 1.5 * CAUSES.length)] ?? "network" } : {}),
    atMs,
  };
}

function pick(value: number): (typeof MODELS)[number] {
  let sum = 0;
  for (const one of MODELS) if ((sum += one.share) >= value) return one;
  throw new Error("The shares add up to one.");
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
