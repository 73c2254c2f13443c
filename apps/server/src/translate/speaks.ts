import { ApiError, endpointUrl, type ModelTarget, requestHeaders, sendJson, type Transport } from "@openclaw/core";

/** Does the server behind a base URL have an endpoint of its own for a path? */
export interface Speaks {
  (target: ModelTarget, path: "/responses" | "/messages", signal: AbortSignal): Promise<boolean>;
}

const REMEMBERED_MS = 10 * 60_000;
const ASK_MS = 5_000;
const LACKS: ReadonlySet<number> = new Set([404, 405, 501]);

/**
 * OpenRouter has both. Any other server is asked once, with an empty body, which costs nothing anywhere: one that has the endpoint finds the body
 * wrong, one that has not finds nothing there. What cannot be asked is taken to have it: the request itself then says what is the matter.
 */
export function createSpeaks(transport: Transport, now: () => number = Date.now): Speaks {
  const known = new Map<string, { readonly speaks: boolean; readonly untilMs: number }>();
  return async (target, path, signal) => {
    if (target.endpoint.verified) return true;
    const url = endpointUrl(target.endpoint, path);
    const found = known.get(url);
    if (found !== undefined && now() < found.untilMs) return found.speaks;
    const plan = {
      method: "POST",
      url,
      headers: requestHeaders(target, { Accept: "application/json" }),
      body: {},
      warnings: [],
      steps: [],
    } as const;
    const remember = (speaks: boolean): boolean => {
      known.set(url, { speaks, untilMs: now() + REMEMBERED_MS });
      return speaks;
    };
    try {
      await sendJson(plan, target, { transport, signal, totalMs: ASK_MS });
      return remember(true);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ApiError && error.status !== undefined) return remember(!LACKS.has(error.status));
      return true;
    }
  };
}
