import {
  delay,
  endpointUrl,
  type ModelTarget,
  readNumber,
  readObject,
  requestHeaders,
  sendJson,
  type SendOptions,
  systemClock,
  ToolkitError,
} from "@openclaw/core";

// A generation can be looked up some moments after it has ended, seconds at worst (quirk 27). The file is written or heard by then.
const WAITS_MS = [0, 500, 1_000, 2_000] as const;
const LIMIT_MS = 3000;

/** What a generation was billed, for replies that cannot say it themselves, such as sound. `undefined` when it is not told in time. */
export async function readGenerationCost(id: string | undefined, target: ModelTarget, options: SendOptions): Promise<number | undefined> {
  if (id === undefined) return undefined;
  const url = endpointUrl(target.endpoint, `/generation?id=${encodeURIComponent(id)}`);
  const plan = { method: "GET", url, headers: requestHeaders(target), warnings: [], steps: [] } as const;
  for (const waitMs of WAITS_MS) {
    try {
      await delay(waitMs, { clock: options.clock ?? systemClock, signal: options.signal });
      const { json } = await sendJson(plan, target, { ...options, totalMs: LIMIT_MS });
      return readNumber(readObject(json["data"])?.["total_cost"]);
    } catch (error) {
      if (!ToolkitError.isInstance(error)) throw error;
      // Only "not there yet" is worth another look.
      if (error.code !== "not_found") return undefined;
    }
  }
  return undefined;
}
