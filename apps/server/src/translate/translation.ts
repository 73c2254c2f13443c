import type { ChatEvent, ChatResult } from "@openclaw/chat";
import type { ErrorReply } from "../errors/describe-error.js";

export interface StreamFacts {
  readonly model: string;
  readonly createdS: number;
}

/** Writes one answer, event by event, in another API's stream. */
export interface TranslatedStream {
  /** The frames of one event; "" for one that says nothing to a client. */
  write(event: ChatEvent): string;
  /** The last frames of an answer that failed after it had begun. */
  writeError(reply: ErrorReply): string;
}

/** Another API, spoken by way of chat completions (SRV-1). */
export interface Translation {
  /** Such as `responses`: its name in the ledger. */
  readonly endpoint: string;
  /** The request as a body of `/chat/completions`. @throws Refusal for what cannot be said there */
  readRequest(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  writeAnswer(result: ChatResult, body: Readonly<Record<string, unknown>>, facts: StreamFacts): Readonly<Record<string, unknown>>;
  openStream(body: Readonly<Record<string, unknown>>, facts: StreamFacts): TranslatedStream;
}
