import { describeError, type ErrorReply } from "../errors/describe-error.js";
import { errorBody } from "../errors/dialect.js";
import { endAfterBody } from "./end-after-body.js";
import type { Exchange } from "./exchange.js";

/** Answers with JSON. Nothing is sent to a client that has gone. */
export function sendJson(exchange: Exchange, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  sendText(exchange, status, JSON.stringify(body), { "content-type": "application/json; charset=utf-8", ...headers });
}

/** Answers with a text whose length is known. */
export function sendText(exchange: Exchange, status: number, text: string, headers: Readonly<Record<string, string>>): void {
  const { response } = exchange;
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...exchange.headers, ...headers, "content-length": Buffer.byteLength(text) });
  response.end(exchange.method === "HEAD" ? undefined : text);
}

export interface ErrorOptions {
  readonly secrets?: readonly string[];
  /** How long a client may go on sending a body that nobody reads. Default: no longer than this answer takes. */
  readonly lingerMs?: number;
}

/** Answers with an error in the caller's dialect. @returns what was told */
export function sendError(exchange: Exchange, error: unknown, { secrets = [], lingerMs = 0 }: ErrorOptions = {}): ErrorReply {
  const { request, response } = exchange;
  const reply = describeError(error, secrets);
  exchange.noteError(reply.code);
  const body = JSON.stringify(errorBody(exchange.dialect, reply, exchange.id));
  const headers = { "content-type": "application/json; charset=utf-8", ...reply.headers };
  // A client that dribbles its body had its time.
  const lingers = !request.complete && lingerMs > 0 && reply.code !== "body_timeout";
  // A body that was not read would be taken for the next request.
  const closing = request.complete ? headers : { ...headers, connection: "close" };
  if (!lingers || response.headersSent || response.destroyed) sendText(exchange, reply.status, body, closing);
  else {
    response.writeHead(reply.status, { ...exchange.headers, ...closing, "content-length": Buffer.byteLength(body) });
    if (exchange.method !== "HEAD") response.write(body);
    exchange.toldAtMs = performance.now();
    endAfterBody(exchange, lingerMs);
  }
  return reply;
}
