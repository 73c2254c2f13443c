import { isRecord, textOf } from "./read.js";

/** What went wrong, in words for the screen. `status` 0: the server was not reached. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly retryAfterS: number | undefined;

  constructor(message: string, facts: { status: number; code: string; requestId?: string | undefined; retryAfterS?: number | undefined }) {
    super(message);
    this.status = facts.status;
    this.code = facts.code;
    this.requestId = facts.requestId;
    this.retryAfterS = facts.retryAfterS;
  }
}

/** An error body of any of the server's dialects. */
export function readFailure(status: number, body: unknown, headers?: Headers): ApiFailure {
  const error = isRecord(body) && isRecord(body["error"]) ? body["error"] : {};
  const metadata = isRecord(error["metadata"]) ? error["metadata"] : {};
  const code = textOf(metadata["error_type"]) ?? textOf(error["code"]) ?? textOf(error["type"]) ?? `http_${status}`;
  const message = textOf(error["message"]) ?? `The server answered with HTTP ${status}.`;
  const retryAfter = Number(headers?.get("retry-after") ?? Number.NaN);
  return new ApiFailure(message, {
    status,
    code,
    requestId: headers?.get("x-request-id") ?? undefined,
    retryAfterS: Number.isFinite(retryAfter) ? retryAfter : undefined,
  });
}

/** The sentence for any thrown value. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiFailure) return error.message;
  return error instanceof Error && error.message !== "" ? error.message : "Something went wrong in this page.";
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
