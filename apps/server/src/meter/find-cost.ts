import { delay, endpointUrl, type ModelTarget, readNumber, readObject, requestHeaders, sendJson, type Transport } from "@openclaw/core";

// OpenRouter knows a generation some moments after it has ended (quirk 27).
const WAITS_MS = [500, 1_000, 2_000, 4_000];

/** What a generation was billed, from `/generation`; `undefined` when nobody knows. @throws the signal's reason */
export async function findCost(
  generationId: string,
  target: ModelTarget,
  { transport, signal }: { readonly transport: Transport; readonly signal?: AbortSignal },
): Promise<number | undefined> {
  const url = endpointUrl(target.endpoint, `/generation?id=${encodeURIComponent(generationId)}`);
  const plan = { method: "GET", url, headers: requestHeaders(target, { Accept: "application/json" }), warnings: [], steps: [] } as const;
  for (const waitMs of WAITS_MS) {
    await delay(waitMs, { signal });
    try {
      const { json } = await sendJson(plan, target, { transport, signal, totalMs: 10_000 });
      const costUsd = readNumber(readObject(json["data"])?.["total_cost"]);
      if (costUsd !== undefined) return costUsd;
    } catch {
      // Not known yet, or not reachable: asked again.
      signal?.throwIfAborted();
    }
  }
  return undefined;
}
