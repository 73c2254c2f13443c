import { type Endpoint, endpointUrl } from "../endpoint.js";
import { ApiError } from "../errors/api-error.js";
import { requestHeaders } from "./request-headers.js";
import type { SendOptions } from "../http/send-context.js";
import { sendJson } from "../http/send-json.js";
import { parseKey } from "../create-target.js";
import type { Secret } from "../secret.js";
import type { Attribution } from "../target.js";
import { DEFAULT_TIMEOUTS } from "../timeouts.js";
import { DEFAULT_ATTRIBUTION } from "./attribution.js";
import { type ModelRow, readModelRows } from "./model-row.js";

export interface FetchCatalogOptions extends SendOptions {
  readonly endpoint: Endpoint;
  /** Not needed by OpenRouter; a custom endpoint may want it. */
  readonly apiKey?: string | Secret | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly attribution?: Attribution | false | undefined;
  /** Limit of the whole fetch. Default 10 s. */
  readonly timeoutMs?: number | undefined;
}

const MAX_BYTES = 32 * 1024 * 1024;

/**
 * Fetches every row of `GET /models`, also those of image, video, speech and embedding models, which the API hides by default.
 *
 * @throws ApiError `response_empty` when no row came back: no catalogue is empty, and a good copy must not be replaced by nothing.
 */
export async function fetchCatalog(options: FetchCatalogOptions): Promise<readonly ModelRow[]> {
  const { endpoint, apiKey, headers = {}, attribution = DEFAULT_ATTRIBUTION, timeoutMs = 10_000, transport, signal, clock } = options;
  const plan = {
    method: "GET",
    url: endpointUrl(endpoint, "/models?output_modalities=all"),
    // The list is large and compresses to a tenth; streams do not ask for compression because it holds tokens back.
    headers: requestHeaders({ endpoint, attribution, headers }, { Accept: "application/json", "Accept-Encoding": "gzip, br" }),
    warnings: [],
    steps: [],
  } as const;
  const key = typeof apiKey === "string" ? parseKey(apiKey) : apiKey;
  const target = { endpoint, apiKey: key, timeouts: { ...DEFAULT_TIMEOUTS, responseMs: 0 } };
  const { json } = await sendJson(plan, target, { transport, signal, clock, totalMs: timeoutMs, maxBytes: MAX_BYTES });
  const rows = readModelRows(json);
  if (rows.length > 0) return rows;
  throw new ApiError(`${new URL(endpoint.baseUrl).host} answered with an empty model catalogue.`, { code: "response_empty", status: 200 });
}
