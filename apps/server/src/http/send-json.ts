import { describeError, type ErrorReply } from "../errors/describe-error.js";
import { errorBody } from "../errors/dialect.js";
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

/** Answers with an error in the caller's dialect. @returns what was told */
export function sendError(exchange: Exchange, error: unknown, secrets: readonly string[]): ErrorReply {
  const reply = describeError(error, secrets);
  exchange.notes["error"] = reply.code;
  // A body that was not read would be taken for the next request.
  const unread = !exchange.request.complete;
  sendJson(exchange, reply.status, errorBody(exchange.dialect, reply, exchange.id), {
    ...reply.headers,
    ...(unread ? { connection: "close" } : {}),
  });
  return reply;
}
