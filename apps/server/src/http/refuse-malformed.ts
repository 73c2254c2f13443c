import { STATUS_CODES, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { describeError } from "../errors/describe-error.js";
import { errorBody } from "../errors/dialect.js";
import { Refusal } from "../errors/refusal.js";
import { randomId } from "./request-id.js";

/** The last answer of each connection. */
export type LastAnswers = WeakMap<Duplex, ServerResponse>;

/**
 * Answers what never became a request, as everything else is answered: in JSON, with an id (SRV-8). Such a connection is closed: where its next
 * request would begin is anybody's guess, and smuggling lives from that guess.
 *
 * @returns the status that was told; `undefined` where there was nobody to tell
 */
export function refuseMalformed(error: Error, socket: Duplex, answers: LastAnswers): number | undefined {
  const open = answers.get(socket);
  // Half an answer is on its way: anything written now would look like more of it.
  const midAnswer = open !== undefined && open.headersSent && !open.writableFinished;
  if (!socket.writable || midAnswer || (error as NodeJS.ErrnoException).code === "ECONNRESET") {
    socket.destroy();
    return undefined;
  }
  const reply = describeError(refusalOf((error as NodeJS.ErrnoException).code));
  const id = `req_${randomId()}`;
  const body = JSON.stringify(errorBody("openai", reply, id));
  const head = [
    `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ""}`,
    "Connection: close",
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${id}`,
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
  return reply.status;
}

function refusalOf(code: string | undefined): Refusal {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return new Refusal("headers_too_large", "The address and headers of this request are larger than this server takes.");
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return new Refusal("body_too_large", "The chunk extensions of this request are larger than this server takes.");
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new Refusal("request_timeout", "The request was not complete in time.");
    default:
      return new Refusal("request_malformed", "This is not a valid HTTP request.");
  }
}
