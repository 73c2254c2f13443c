import { defined } from "../json.js";
import type { ErrorCode } from "./codes.js";

const MARKER = Symbol.for("openclaw.error");

export interface ToolkitErrorOptions {
  readonly code: ErrorCode;
  /** What to do next, as one sentence; part of what a user is shown. */
  readonly hint?: string;
  /** True when the same request may succeed later without a change. */
  readonly retryable?: boolean;
  /** When it may, where that is known. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/**
 * Root of every error this toolkit throws (NET-5). `message` says what happened and where, `hint` what to do next.
 * Aborts are not wrapped: they stay the platform's `AbortError`.
 */
export class ToolkitError extends Error {
  override readonly name: string = "ToolkitError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  /** How long to wait before that: as the server asked, or until a resting candidate is tried again. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: ToolkitErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
    Object.defineProperty(this, MARKER, { value: true });
  }

  /**
   * Recognises every error of this toolkit, whichever class it is called on, and across copies of the package, where `instanceof` would not. What
   * kind it is, `code` says.
   */
  static isInstance(value: unknown): value is ToolkitError {
    return value instanceof Error && (value as { [MARKER]?: unknown })[MARKER] === true;
  }

  /** Plain data for `--json` and logs: no stack, no cause chain, no body. */
  toJSON(): { type: string; code: ErrorCode; message: string; hint?: string; retryable: boolean; retryAfterMs?: number } {
    const { name: type, code, message, hint, retryable, retryAfterMs } = this;
    return { type, code, message, ...defined({ hint }), retryable, ...defined({ retryAfterMs }) };
  }
}
