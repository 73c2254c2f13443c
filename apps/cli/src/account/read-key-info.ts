import { createTarget, endpointUrl, requestHeaders, sendJson, type Secret, type SendOptions } from "@openclaw/core";
import { readNumber, readObject, readString } from "@openclaw/core/internal";

/** What OpenRouter says of a key (`GET /key`). Money in USD. */
export interface KeyInfo {
  readonly label?: string;
  readonly limitUsd?: number;
  readonly limitRemainingUsd?: number;
  readonly usageUsd?: number;
  readonly freeTier?: boolean;
  /** Of the account; only where the key may see it. */
  readonly balanceUsd?: number;
}

const NOTHING: Readonly<Record<string, unknown>> = {};
const LIMIT_MS = 15_000;

/**
 * Asks what a key is and what is left on it; nothing is bought by that (CLI-1).
 *
 * @throws ApiError `authentication` for a key that is not accepted; NetworkError, TimeoutError
 */
export async function readKeyInfo(facts: { readonly apiKey: Secret; readonly baseUrl: string }, options: SendOptions): Promise<KeyInfo> {
  const target = createTarget({ model: "openrouter/auto", ...facts });
  const ask = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
    const plan = {
      method: "GET",
      url: endpointUrl(target.endpoint, path),
      headers: requestHeaders(target),
      warnings: [],
      steps: [],
    } as const;
    const { json } = await sendJson(plan, target, { ...options, totalMs: LIMIT_MS, maxBytes: 1024 * 1024 });
    return readObject(json["data"]) ?? {};
  };
  // Many keys may not see the account's credits; that says nothing against the key.
  const [key, credits] = await Promise.all([ask("/key"), ask("/credits").catch(() => NOTHING)]);
  const total = readNumber(credits["total_credits"]);
  const used = readNumber(credits["total_usage"]);
  const entries = {
    label: readString(key["label"]),
    limitUsd: readNumber(key["limit"]),
    limitRemainingUsd: readNumber(key["limit_remaining"]),
    usageUsd: readNumber(key["usage"]),
    freeTier: typeof key["is_free_tier"] === "boolean" ? key["is_free_tier"] : undefined,
    balanceUsd: total === undefined || used === undefined ? undefined : total - used,
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
