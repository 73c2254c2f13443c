import { endpointUrl, type ModelTarget, requestHeaders, sendJson, type SendOptions, ToolkitError } from "@openclaw/core";
import { delay, readNumber, readObject, systemClock } from "@openclaw/core/internal";

/** What the provider says of a generation afterwards. */
export interface Generation {
  readonly costUsd: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  readonly reasoningTokens: number;
}

// A generation can be looked up some moments after it has ended, seconds at worst (trap 27). The file is written or heard by then.
const WAITS_MS: readonly number[] = [0, 500, 1_000, 2_000];
const LIMIT_MS = 3000;

/** What a generation was billed, for replies that cannot say it themselves, such as sound. `undefined` when it is not told in time. */
export async function readGenerationCost(id: string | undefined, target: ModelTarget, options: SendOptions): Promise<number | undefined> {
  return id === undefined ? undefined : (await readGeneration(id, target, options))?.costUsd;
}

/**
 * What a generation took and was billed, from `/generation`. `undefined` when it is not told in time.
 *
 * @param options.waitsMs before each look; default: looks for some seconds while the provider does not know it yet
 */
export async function readGeneration(
  id: string,
  target: ModelTarget,
  { waitsMs = WAITS_MS, ...options }: SendOptions & { readonly waitsMs?: readonly number[] },
): Promise<Generation | undefined> {
  const url = endpointUrl(target.endpoint, `/generation?id=${encodeURIComponent(id)}`);
  const plan = { method: "GET", url, headers: requestHeaders(target), warnings: [], steps: [] } as const;
  for (const waitMs of waitsMs) {
    try {
      await delay(waitMs, { clock: options.clock ?? systemClock, signal: options.signal });
      const { json } = await sendJson(plan, target, { ...options, totalMs: LIMIT_MS });
      return readTold(json["data"]);
    } catch (error) {
      if (!ToolkitError.isInstance(error)) throw error;
      // Only "not there yet" is worth another look.
      if (error.code !== "not_found") return undefined;
    }
  }
  return undefined;
}

/** The model's own tokens are the ones that are billed. */
function readTold(value: unknown): Generation | undefined {
  const data = readObject(value) ?? {};
  const count = (name: string): number => readNumber(data[name]) ?? 0;
  const costUsd = readNumber(data["total_cost"]);
  if (costUsd === undefined) return undefined;
  return {
    costUsd,
    promptTokens: count("native_tokens_prompt"),
    completionTokens: count("native_tokens_completion"),
    cachedTokens: count("native_tokens_cached"),
    reasoningTokens: count("native_tokens_reasoning"),
  };
}
