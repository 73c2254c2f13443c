import { type AttemptRecord, ToolkitError } from "@openclaw/core";
import type { AssistantMessage } from "./messages.js";
import type { Usage } from "./usage.js";

/** A chat that did not end well: the original error's words and code, and everything that was known by then. `cause` is the original. */
export class ChatError extends ToolkitError {
  override readonly name = "ChatError";
  readonly partial: AssistantMessage;
  readonly usage: Usage | undefined;
  readonly attempts: readonly AttemptRecord[];

  constructor(
    cause: ToolkitError,
    facts: { readonly partial: AssistantMessage; readonly usage: Usage | undefined; readonly attempts: readonly AttemptRecord[] },
  ) {
    super(cause.message, {
      code: cause.code,
      retryable: cause.retryable,
      cause,
      ...(cause.hint === undefined ? {} : { hint: cause.hint }),
    });
    this.partial = facts.partial;
    this.usage = facts.usage;
    this.attempts = facts.attempts;
  }
}
