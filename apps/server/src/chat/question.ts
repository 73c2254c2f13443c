import type { ChatInput, ChatOptions } from "@openclaw/chat";
import type { FailoverPolicy, ModelTarget, Transport } from "@openclaw/core";
import type { Gateway } from "../gateway/gateway.js";
import type { Exchange } from "../http/exchange.js";

/** What is asked, and of whom. */
export interface Question {
  readonly input: ChatInput;
  /** In the order to try them; never empty. */
  readonly targets: readonly ModelTarget[];
  readonly failover: FailoverPolicy;
}

/** How the chat engine runs for the server. */
export function engineOptions(
  exchange: Exchange,
  gateway: Gateway,
  facts: { readonly question: Question; readonly transport: Transport },
): ChatOptions {
  return {
    transport: facts.transport,
    circuits: gateway.circuits,
    prefillRefusals: gateway.prefillRefusals,
    failover: facts.question.failover,
    // A chunk cannot be taken back from a client that has it.
    onDivergence: "error",
    signal: exchange.signal,
  };
}

/** The first candidate's API id: what an answer that nobody gave is filed under. */
export function askedModel({ targets }: Question): string {
  return targets[0]?.model.wireId ?? "unknown";
}

export function nowS(): number {
  return Math.floor(Date.now() / 1000);
}
