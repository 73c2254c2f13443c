import { defined } from "../json.js";
import type { ErrorCode } from "./codes.js";
import { ToolkitError, type ToolkitErrorOptions } from "./toolkit-error.js";

/** What the provider said about an error, besides its text. Every field is absent when it was not said. */
export interface ApiErrorDetails {
  /** HTTP status; 200 when the error came inside a successful reply or a stream. */
  readonly status: number;
  /** OpenRouter's `error.code` as it was sent: number or string. */
  readonly upstreamCode?: string | number;
  /** The upstream's own code (`metadata.provider_code`). */
  readonly providerCode?: string;
  /** Name of the upstream provider, such as `Anthropic`. */
  readonly provider?: string;
  readonly requestId?: string;
  readonly generationId?: string;
  /** Wait asked for by the server, from `Retry-After` or the availability object. */
  readonly retryAfterMs?: number;
  /** Which budget or limit was hit (`metadata.limit_source`). */
  readonly limitSource?: string;
  /** Why no endpoint was available (`availability.code`), such as `region_restricted`. */
  readonly availability?: string;
  /** What the failed model could be replaced by (`availability.fallback_models`). */
  readonly fallbackModels?: readonly string[];
  /** At most 2,000 characters of the body, keys redacted. */
  readonly bodyExcerpt?: string;
  /** True when the error arrived after the reply had begun. */
  readonly midStream?: boolean;
}

export interface ApiErrorOptions extends ToolkitErrorOptions, ApiErrorDetails {
  readonly code: ErrorCode;
}

/** OpenRouter, or the provider behind it, answered with an error. */
export class ApiError extends ToolkitError {
  override readonly name = "ApiError";
  readonly details: ApiErrorDetails;

  constructor(message: string, options: ApiErrorOptions) {
    const { code, hint, retryable, cause, ...details } = options;
    super(message, { code, ...defined({ hint, retryable, cause, retryAfterMs: details.retryAfterMs }) });
    this.details = details;
  }

  get status(): number {
    return this.details.status;
  }

  override toJSON(): ReturnType<ToolkitError["toJSON"]> & Omit<ApiErrorDetails, "bodyExcerpt"> {
    const { bodyExcerpt: _bodyExcerpt, ...details } = this.details;
    return { ...super.toJSON(), ...details };
  }
}
