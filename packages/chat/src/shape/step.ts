import type { JsonObject, JsonValue, ModelParams, ModelTarget, Warning } from "@openclaw/core/internal/stream";
import type { ChatInput } from "../chat-input.js";

/** The request as it grows: each step returns the next one. */
export interface Draft {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, JsonValue | undefined>>;
}

/** What every step may read, and nothing may change. */
export interface ShapeContext {
  readonly target: ModelTarget;
  readonly input: ChatInput;
  /** The target's parameters under the request's own. */
  readonly params: ModelParams;
}

export interface StepResult {
  readonly draft: Draft;
  /** Did this step change the request? */
  readonly applied: boolean;
  /** Why it did or did not, for `--dry-run` (CLI-5). */
  readonly reason: string;
  readonly warnings?: readonly Warning[] | undefined;
}

/** One rule of shaping: pure, in a file of its own, in the order of `shape/index.ts`. */
export interface ShapeStep {
  readonly name: string;
  readonly apply: (draft: Draft, context: ShapeContext) => StepResult;
}

/** A message as it goes onto the wire. */
export type MessageWire = JsonObject;

export function unchanged(draft: Draft, reason: string, warnings?: readonly Warning[]): StepResult {
  return { draft, applied: false, reason, warnings };
}

export function withBody(
  draft: Draft,
  fields: Readonly<Record<string, JsonValue | undefined>>,
  reason: string,
  warnings?: readonly Warning[],
): StepResult {
  return { draft: { ...draft, body: { ...draft.body, ...fields } }, applied: true, reason, warnings };
}
