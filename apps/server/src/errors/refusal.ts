/** What the server itself refuses, before or instead of asking anybody. */
export type RefusalCode =
  | "unauthorized"
  | "host_refused"
  | "origin_refused"
  | "forbidden"
  | "route_not_found"
  | "method_not_allowed"
  | "request_malformed"
  | "request_timeout"
  | "headers_too_large"
  | "body_too_large"
  | "body_unreadable"
  | "body_timeout"
  | "media_type_unsupported"
  | "budget_exceeded"
  | "rate_limited"
  | "model_not_allowed"
  | "too_many_requests"
  | "session_busy"
  | "session_full"
  | "storage_full"
  | "shutting_down"
  | "idempotency_key_invalid"
  | "idempotency_mismatch"
  | "idempotency_in_flight"
  | "idempotency_unknown"
  | "idempotency_not_kept"
  | "job_not_ready"
  | "operation_unsupported"
  | "state_unavailable";

/** An HTTP refusal with words for the caller. Carries no key and no prompt text. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;
  readonly headers: Readonly<Record<string, string>>;
  /** The request field that is meant, such as `model`. */
  readonly param: string | undefined;

  constructor(
    code: RefusalCode,
    message: string,
    options: { readonly headers?: Readonly<Record<string, string>>; readonly param?: string } = {},
  ) {
    super(message);
    this.code = code;
    this.headers = options.headers ?? {};
    this.param = options.param;
  }
}
