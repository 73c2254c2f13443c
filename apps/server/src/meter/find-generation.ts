import type { Usage } from "@openclaw/chat";
import { endpointUrl, type ModelTarget, requestHeaders, sendJson, type Transport } from "@openclaw/core";
import { delay, readNumber, readObject } from "@openclaw/core/internal";

// OpenRouter knows a generation some moments after it has ended (trap 27).
const WAITS_MS = [500, 1_000, 2_000, 4_000];

/** What the provider says of a generation afterwards. */
export interface FoundGeneration {
  readonly costUsd: number;
  /** Absent where it told no tokens. */
  readonly usage?: Usage;
}

/** What a generation was billed, and for which tokens, from `/generation`; `undefined` when nobody knows. @throws the signal's reason */
export async function findGeneration(
  generationId: string,
  target: ModelTarget,
  { transport, signal }: { readonly transport: Transport; readonly signal?: AbortSignal | undefined },
): Promise<FoundGeneration | undefined> {
  const url = endpointUrl(target.endpoint, `/generation?id=${encodeURIComponent(generationId)}`);
  const plan = { method: "GET", url, headers: requestHeaders(target, { Accept: "application/json" }), warnings: [], steps: [] } as const;
  for (const waitMs of WAITS_MS) {
    await delay(waitMs, { signal });
    try {
      const { json } = await sendJson(plan, target, { transport, signal, totalMs: 10_000 });
      const data = readObject(json["data"]) ?? {};
      const costUsd = readNumber(data["total_cost"]);
      if (costUsd !== undefined) return { costUsd, ...readTokens(data, costUsd) };
    } catch {
      // Not known yet, or not reachable: asked again.
      signal?.throwIfAborted();
    }
  }
  return undefined;
}

/** The model's own tokens are the ones that are billed, and that an answer's `usage` tells. */
function readTokens(data: Readonly<Record<string, unknown>>, costUsd: number): { readonly usage?: Usage } {
  const promptTokens = readNumber(data["native_tokens_prompt"]);
  const completionTokens = readNumber(data["native_tokens_completion"]);
  if (promptTokens === undefined || completionTokens === undefined) return {};
  const usage: Usage = {
    promptTokens,
    completionTokens,
    totalTokens: promptTokens + completionTokens,
    cachedTokens: readNumber(data["native_tokens_cached"]) ?? 0,
    cacheWriteTokens: 0,
    reasoningTokens: readNumber(data["native_tokens_reasoning"]) ?? 0,
    costUsd,
  };
  return { usage };
}
