import { ApiError } from "../errors/api-error.js";
import { NetworkError } from "../errors/network-error.js";
import { readApiError } from "../errors/read-api-error.js";
import { readBytes } from "../http/read-body.js";
import { readRetryAfterMs } from "../http/retry-timing.js";
import type { TransportResponse } from "../http/transport.js";
import type { DownloadRequest } from "./download-request.js";

const ERROR_BODY_LIMIT_BYTES = 64 * 1024;

/** More than was allowed, or than was announced. */
export function tooLarge(origin: string, maxBytes: number, lengthBytes?: number): ApiError {
  const size = lengthBytes === undefined ? "more" : `${lengthBytes} bytes, which is more`;
  return new ApiError(`The file at ${origin} has ${size} than the limit of ${maxBytes} bytes.`, {
    code: "response_too_large",
    status: 200,
    hint: "Raise maxBytes if it is wanted.",
  });
}

/** A status but 2xx, in the words of its body, without the key. */
export async function readFailure(
  response: TransportResponse,
  facts: { readonly request: DownloadRequest; readonly origin: string; readonly nowMs: number },
): Promise<ApiError> {
  const { bytes } = await readBytes(response.body, ERROR_BODY_LIMIT_BYTES).catch(() => ({ bytes: new Uint8Array() }));
  const key = facts.request.target?.apiKey.reveal();
  const text = new TextDecoder().decode(bytes);
  return readApiError(key === undefined ? text : text.replaceAll(key, "[redacted]"), {
    status: response.status,
    retryAfterMs: readRetryAfterMs(response.headers, facts.nowMs),
    requestId: response.headers.get("x-request-id") ?? undefined,
    what: facts.origin,
    nowMs: facts.nowMs,
  });
}

/** The end came before the announced length. */
export function endedEarly(origin: string, receivedBytes: number, lengthBytes: number): NetworkError {
  return new NetworkError(`The download from ${origin} ended after ${receivedBytes} of ${lengthBytes} bytes.`, {
    code: "network_interrupted",
    origin,
  });
}
