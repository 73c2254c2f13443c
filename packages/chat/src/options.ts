import type { Circuits, FailoverPolicy, ModelTarget, SendOptions, Overrides } from "@openclaw/core";
import type { ChatInput } from "./chat-input.js";

/** A chat request: what is asked, of whom, and how failures are met. */
export interface ChatRequest extends ChatInput {
  /** The model, or the candidates in order (FAIL-1). One model alone is strict: nothing else is tried. */
  readonly target: ModelTarget | readonly ModelTarget[];
}

export interface ChatOptions extends SendOptions {
  /** Over `DEFAULT_FAILOVER`, key by key. */
  readonly failover?: Overrides<FailoverPolicy> | undefined;
  /** Shared by all requests of a process; without it, candidates are not remembered between requests. */
  readonly circuits?: Circuits | undefined;
  /**
   * When a recovered answer departs from what was already delivered (FAIL-5): `restart` tells the caller to forget it and delivers the new
   * answer whole; `error` ends the stream. Default `restart`.
   */
  readonly divergence?: "restart" | "error" | undefined;
  /** Candidates that refused to continue an answer; shared by a process, they are not asked that way again. */
  readonly prefillRefusals?: Set<string> | undefined;
  /** For retry jitter; tests fix it. */
  readonly random?: (() => number) | undefined;
}
