import { Refusal } from "../errors/refusal.js";
import { sendJson } from "../http/reply.js";
import type { Handler } from "../http/match-route.js";
import { roundUsd } from "../wire/round-usd.js";

/** What an unlimited sandbox account says it owns. */
const PLAY_CREDITS = 100;
const YEAR_AHEAD = "2035-12-31T23:59:59.000Z";

/** `GET /key`: the facts of the key in use. */
export const getKey: Handler = (exchange, sandbox) => {
  const usage = roundUsd(sandbox.spentUsd);
  const { balanceUsd } = sandbox.options;
  const limit = balanceUsd ?? null;
  const { key } = exchange;
  sendJson(exchange, {
    data: {
      label: key.length > 12 ? `${key.slice(0, 8)}...${key.slice(-3)}` : "sandbox",
      limit,
      limit_remaining: limit === null ? null : roundUsd(limit - usage),
      limit_reset: null,
      usage,
      usage_daily: usage,
      usage_weekly: usage,
      usage_monthly: usage,
      byok_usage: 0,
      byok_usage_daily: 0,
      byok_usage_weekly: 0,
      byok_usage_monthly: 0,
      include_byok_in_limit: false,
      is_free_tier: false,
      is_management_key: key.includes("management"),
      is_provisioning_key: key.includes("management"),
      expires_at: YEAR_AHEAD,
      creator_user_id: "user_sandbox",
      rate_limit: { requests: -1, interval: "10s", note: "This field is deprecated and safe to ignore." },
      free_model_daily_requests: { used: 0, limit: 1000, remaining: 1000 },
      allowed_data_regions: ["global"],
      organization_id: null,
      workspace_id: "00000000-0000-4000-8000-000000000000",
    },
  });
};

/** `GET /credits`: open to every key here, except one that says `inference`, which gets the provider's 403. */
export const getCredits: Handler = (exchange, sandbox) => {
  if (exchange.key.includes("inference")) throw new Refusal(403, "Only management keys can perform this operation");
  const { balanceUsd } = sandbox.options;
  sendJson(exchange, { data: { total_credits: balanceUsd ?? PLAY_CREDITS, total_usage: roundUsd(sandbox.spentUsd) } });
};
