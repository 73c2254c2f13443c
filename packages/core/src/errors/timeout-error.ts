import { ToolkitError } from "./toolkit-error.js";

export type TimeoutPhase = "connect" | "response" | "first_token" | "stall" | "total";

const WAITED_FOR: Record<TimeoutPhase, string> = {
  connect: "No connection",
  response: "No response headers",
  first_token: "No first token",
  stall: "No progress in the stream",
  total: "No complete answer",
};

/** One of the four clocks of a request ran out (NET-3). The message names the clock and the option that sets it. */
export class TimeoutError extends ToolkitError {
  override readonly name = "TimeoutError";
  readonly phase: TimeoutPhase;
  readonly limitMs: number;

  constructor(phase: TimeoutPhase, limitMs: number, options: { readonly what?: string; readonly cause?: unknown } = {}) {
    const option = phase === "first_token" ? "firstTokenMs" : `${phase}Ms`;
    super(`${WAITED_FOR[phase]} within ${limitMs} ms${options.what === undefined ? "" : ` from ${options.what}`}.`, {
      code: `timeout_${phase}`,
      retryable: true,
      hint: `Raise ${option}, or add a fallback model.`,
      cause: options.cause,
    });
    this.phase = phase;
    this.limitMs = limitMs;
  }
}
