import type { IncomingMessage, ServerResponse } from "node:http";
import type { Caller } from "../auth/caller.js";
import { ANONYMOUS } from "../auth/caller.js";
import type { Dialect } from "../errors/dialect.js";
import { dialectOf } from "../errors/dialect.js";
import type { LogFields } from "../log/logger.js";
import type { AnswerListener } from "../meter/answer-note.js";
import type { IdempotentRequest } from "../idempotency/idempotency-types.js";
import type { RequestTrace } from "../tracing/request-trace.js";
import { readTraceparent } from "../tracing/read-traceparent.js";
import { requestIdOf } from "./request-id.js";

/** The caller went away: there is nobody left to answer. */
export class ClientGone extends Error {
  override readonly name = "AbortError";

  constructor() {
    super("The client closed the connection.");
  }
}

// OpenRouter tells the headers of a stream before its first word, mostly within a second.
const NAME_PATIENCE_MS = 10_000;

/** One request and its answer, with what the server notes about them. */
export class Exchange {
  readonly request: IncomingMessage;
  /** What the answer is written to. */
  response: ServerResponse;
  readonly id: string;
  /** The id was made here and is no other request's. */
  readonly ownId: boolean;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly dialect: Dialect;
  readonly startedAtMs: number;
  /** The pattern of the route: bounded, unlike the path. */
  route = "unmatched";
  caller: Caller = ANONYMOUS;
  /** What is asked for, once that is known: for whoever looks on. */
  asked: { readonly endpoint: string; readonly model: string; readonly stream: boolean } | undefined;
  /** Its name in the ledger. */
  requestId: string | undefined;
  /** What the provider calls the answer that is on its way. */
  generationId: string | undefined;
  /** The try that is on its way. */
  attempt = 1;
  /** Characters of the answer so far. */
  sentLength = 0;
  /** The stored conversation that this is a turn of. */
  sessionId: string | undefined;
  /** Where it was read before the route asked for it. */
  body: Buffer | undefined;
  /** When its answer was out, where the connection is kept a while for what the client still sends. */
  toldAtMs: number | undefined;
  /** Told how large a body is that did not say so before it came. */
  onBody: ((bytes: number) => void) | undefined;
  /** The record under the caller's `Idempotency-Key` (SRV-6). */
  idempotency: IdempotentRequest | undefined;
  /** Its answer is kept for the caller to ask for again: a client that leaves does not end it. */
  outlivesClient = false;
  /** An answer that costs money is asked for, and the provider has not said yet what it calls it. */
  awaitsName = false;
  /** It was given up while it had no name: what it cost cannot be asked for. */
  unnamed = false;
  #patience: NodeJS.Timeout | undefined;
  /** Settles once the rows of its answer are in the ledger. */
  billed: Promise<void> | undefined;
  /** Holds the money of one more answer, for a try beside one that may be billed. Absent: nothing is held. @throws Refusal `budget_exceeded` */
  holdAnother: (() => Promise<void>) | undefined;
  /** Told of the answer, once one is begun. */
  onAnswer: AnswerListener | undefined;
  /** Its spans, where traces are kept. */
  trace: RequestTrace | undefined;
  /** What the log line of this request says besides the usual. */
  readonly notes: Record<string, LogFields[string]> = {};
  /** Sent with whatever is answered. */
  readonly headers: Record<string, string>;
  readonly #controller = new AbortController();

  constructor(request: IncomingMessage, response: ServerResponse, startedAtMs: number) {
    this.request = request;
    this.response = response;
    this.startedAtMs = startedAtMs;
    this.method = request.method ?? "GET";
    const url = originForm(request);
    const mark = url.indexOf("?");
    this.path = mark === -1 ? url : url.slice(0, mark);
    this.query = mark === -1 ? "" : url.slice(mark + 1);
    this.dialect = dialectOf(this.path);
    this.id = requestIdOf(request.headers["x-request-id"]);
    this.ownId = this.id !== request.headers["x-request-id"];
    this.headers = { "x-request-id": this.id };
  }

  /** Aborted when the client leaves before its answer is whole, or when the server may wait no longer. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The trace that it belongs to: ours, which goes on with the caller's, or where none is kept the caller's own. */
  get traceId(): string | undefined {
    return this.trace?.traceId ?? readTraceparent(this.header("traceparent"))?.traceId;
  }

  abort(reason: Error): void {
    if (this.awaitsName) this.unnamed = true;
    clearTimeout(this.#patience);
    this.#controller.abort(reason);
  }

  /** The client has left. An answer that may be billed is given up as soon as it has the name by which its bill is asked for (SRV-4). */
  leave(): void {
    if (this.awaitsName) this.#patience ??= setTimeout(() => this.abort(new ClientGone()), NAME_PATIENCE_MS);
    else this.abort(new ClientGone());
  }

  /** What was asked for has its name, or has failed. */
  named(): void {
    this.awaitsName = false;
    if (this.#patience !== undefined) this.abort(new ClientGone());
  }

  /** What its caller is told, by its stable code: for the log line. A caller that has gone is told nothing, and its going is no error. */
  noteError(code: string): void {
    if (!(this.signal.reason instanceof ClientGone)) this.notes["error"] = code;
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  }
}

/** Clients that take the server for a proxy name all of its address, which a server has to take (RFC 9112, 3.2.2): when it is the one they ask. */
function originForm({ url = "/", headers }: IncomingMessage): string {
  if (url.startsWith("/")) return url;
  const [, authority, rest = ""] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (authority === undefined || authority.toLowerCase() !== headers.host?.toLowerCase()) return url;
  return rest.startsWith("/") ? rest : `/${rest}`;
}
