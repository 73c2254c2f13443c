import { defined, ToolkitError } from "@openclaw/core/internal/stream";
import type { ChatAttempt } from "./events.js";
import type { AssistantMessage } from "./messages.js";
import type { Usage } from "./usage.js";

/** A chat that did not end well: the original error's words and code, and everything that was known by then. `cause` is the original. */
export class ChatError extends ToolkitError {
  override readonly name = "ChatError";
  readonly partial: AssistantMessage;
  readonly usage: Usage | undefined;
  readonly attempts: readonly ChatAttempt[];

  constructor(
    cause: ToolkitError,
    facts: { readonly partial: AssistantMessage; readonly usage: Usage | undefined; readonly attempts: readonly ChatAttempt[] },
  ) {
    super(cause.message, {
      code: cause.code,
      retryable: cause.retryable,
      cause,
      ...defined({ hint: cause.hint, retryAfterMs: cause.retryAfterMs }),
    });
    this.partial = facts.partial;
    this.usage = facts.usage;
    this.attempts = facts.attempts;
  }
}
