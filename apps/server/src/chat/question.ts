import type { ChatInput, ChatOptions } from "@openclaw/chat";
import type { FailoverPolicy, ModelTarget, Transport } from "@openclaw/core";
import type { Gateway } from "../gateway/gateway.js";
import { judgingCircuits } from "../gateway/judging-circuits.js";
import type { Exchange } from "../http/exchange.js";
import { heldTransport } from "../meter/held-transport.js";
import { namedTransport } from "../meter/named-transport.js";
import type { OpenTurn } from "../sessions/open-turn.js";

/** What is asked, and of whom. */
export interface Question {
  readonly input: ChatInput;
  /** In the order to try them; never empty. */
  readonly targets: readonly ModelTarget[];
  readonly failover: FailoverPolicy;
  /** The stored conversation that this is a turn of. */
  readonly turn?: OpenTurn | undefined;
  /** The client wants to be told what happens besides the answer (`x-openclaw-events: 1`). */
  readonly tellEvents?: boolean | undefined;
}

/** A caller behind a server has a patience of its own: what a provider asks to wait longer for is told, with the time to come back. */
export const MAX_WAIT_MS = 5_000;

/** How the chat engine runs for the server. */
export function engineOptions(
  exchange: Exchange,
  gateway: Gateway,
  facts: { readonly question: Question; readonly transport: Transport },
): ChatOptions {
  return {
    transport: heldTransport(namedTransport(facts.transport, exchange, facts.question.targets), exchange),
    circuits: judgingCircuits(gateway, facts.question.input.params?.provider),
    prefillRefusals: gateway.prefillRefusals,
    failover: { maxWaitMs: MAX_WAIT_MS, ...facts.question.failover },
    // A chunk cannot be taken back from a client that has it, unless the client listens for that.
    divergence: facts.question.tellEvents === true ? "restart" : "error",
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
