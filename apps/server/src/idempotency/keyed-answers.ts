import { delay } from "@openclaw/core/internal";
import { describeError } from "../errors/describe-error.js";
import { errorBody } from "../errors/dialect.js";
import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "../http/exchange.js";
import { readBody } from "../http/read-body.js";
import type { Handler } from "../http/route-table.js";
import type { Limits } from "../settings/limits.js";
import type { Logger } from "../log/logger.js";
import { untilWritten } from "../meter/until-written.js";
import type { Idempotency, IdempotentRequest, StoredResponse } from "./idempotency-types.js";
import { hashBody } from "./hash-body.js";
import { type Recording, RecordedResponse } from "./recorded-response.js";

export interface KeyedAnswersOptions {
  readonly idempotency: Idempotency;
  readonly limits: Limits;
  readonly logger: Logger;
}

/** `Idempotency-Key` on paid requests (SRV-6): the same key and body replay the answer, whoever died in between. */
export interface KeyedAnswers {
  /**
   * Wraps a route. A request without the header costs nothing more. `job`: the route journals what it buys under `exchange.idempotency` itself,
   * so that a key whose process died is tried again and finds the job.
   */
  wrap(handle: Handler, kind: "answer" | "job"): Handler;
  /** Lets what goes on for clients that have left finish, for so long. */
  drain(limitMs: number): Promise<void>;
  /** Ends what goes on for clients that have left, and waits for what is being written. */
  close(): Promise<void>;
}

const PRINTABLE = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;
// A cost that has to be asked for takes longer than a client is to wait for the end of its answer.
const MAX_BILL_WAIT_MS = 300;
// At the end, for what is being written.
const CLOSE_MS = 5_000;

export function createKeyedAnswers({ idempotency, limits, logger }: KeyedAnswersOptions): KeyedAnswers {
  const closing = new AbortController();
  const going = new Set<Exchange>();
  const writing = new Set<Promise<void>>();

  /** The first try decides how long the client waits: an answer that is paid for is not held back by a store that is away. */
  const keep = async (what: string, write: () => Promise<void>): Promise<void> => {
    try {
      await write();
    } catch (error) {
      logger.log("warn", "idempotency_not_written", { what, message: error instanceof Error ? error.message : "unknown" });
      const later = untilWritten(write, { signal: closing.signal })
        .catch(() => undefined)
        .finally(() => writing.delete(later));
      writing.add(later);
    }
  };

  /** Also what only comes to be written meanwhile. */
  const allWritten = async (): Promise<void> => {
    while (writing.size > 0) await Promise.allSettled(writing);
  };

  const replay = async (exchange: Exchange, request: IdempotentRequest): Promise<boolean> => {
    const begun = await idempotency.begin(request);
    switch (begun.kind) {
      case "fresh":
        return false;
      case "replay":
        sendStored(exchange, begun.response);
        return true;
      case "mismatch":
        throw new Refusal(
          "idempotency_mismatch",
          "This Idempotency-Key was used for another request; a new request needs a key of its own.",
        );
      case "in_flight": {
        const seconds = String(Math.max(1, Math.ceil(begun.retryAfterMs / 1000)));
        throw new Refusal("idempotency_in_flight", "A request with this Idempotency-Key is in progress: ask again for its answer.", {
          headers: { "retry-after": seconds },
        });
      }
      case "outcome_unknown":
        throw new Refusal(
          "idempotency_unknown",
          "The server stopped while this request was being answered: it may have been billed, and is not sent again under this Idempotency-Key.",
          { headers: { "x-should-retry": "false" } },
        );
    }
  };

  return {
    wrap: (handle, kind) => async (exchange, parameter) => {
      const key = exchange.header("idempotency-key");
      if (key === undefined) return handle(exchange, parameter);
      if (!PRINTABLE.test(key)) {
        throw new Refusal("idempotency_key_invalid", "An Idempotency-Key has 1 to 255 printable characters.");
      }
      exchange.body = await readBody(exchange, { maxBytes: limits.maxUploadBytes, timeoutMs: limits.bodyTimeoutMs });
      const path = exchange.query === "" ? exchange.path : `${exchange.path}?${exchange.query}`;
      const type = exchange.header("content-type") ?? "";
      const request = { key, scope: exchange.caller.id, bodyHash: hashBody(exchange.method, path, hashable(exchange.body, type)) };
      if (await replay(exchange, request)) return;
      const finished = new Promise<void>((resolve) => {
        const settle = async (recording: Recording | undefined): Promise<void> => {
          const kept = whatToKeep(exchange, recording);
          // Its row first: an answer that was seen whole, now or in a replay, is in the ledger.
          if (exchange.billed !== undefined) await atMost(MAX_BILL_WAIT_MS, exchange.billed);
          await keep(
            kept === undefined ? "release" : "answer",
            kept === undefined ? () => idempotency.fail(request) : () => idempotency.complete(request, kept),
          );
          going.delete(exchange);
          resolve();
        };
        exchange.response = new RecordedResponse(exchange.request, exchange.response, {
          maxBytes: limits.maxKeptAnswerBytes,
          onEnd: settle,
        });
      });
      writing.add(finished);
      void finished.then(() => writing.delete(finished));
      exchange.idempotency = request;
      exchange.outlivesClient = true;
      going.add(exchange);
      if (kind === "answer") await idempotency.sending(request);
      await handle(exchange, parameter);
    },
    drain: (limitMs) => atMost(limitMs, allWritten()),
    async close() {
      const reason = new Refusal("shutting_down", "The server is shutting down.", { headers: { "retry-after": "1" } });
      for (const exchange of going) exchange.abort(reason);
      closing.abort();
      await atMost(CLOSE_MS, allWritten());
    },
  };
}

/** Waits for work, but not for longer than that. */
async function atMost(limitMs: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  await Promise.race([work, delay(limitMs, { signal: over.signal }).catch(() => undefined)]);
  over.abort();
}

/** A form's border is drawn anew for each try: it says nothing about what is asked. */
function hashable(body: Buffer, contentType: string): Buffer {
  const boundary = /^multipart\/form-data\b.*?\bboundary="?([^";,]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return body;
  return Buffer.from(body.toString("latin1").replaceAll(boundary, ""), "latin1");
}

/** What must not be bought twice is kept; what certainly cost nothing may be tried again under the same key. */
function whatToKeep(exchange: Exchange, recording: Recording | undefined): StoredResponse | undefined {
  if (recording === undefined) return lost(exchange, "The answer broke off, and may have been billed");
  const { status, headers, body } = recording;
  if (exchange.notes["error"] === "shutting_down")
    return lost(exchange, "The server stopped before the answer was whole; it may have been billed");
  if (status >= 400 && !mayBeBilled(exchange)) return undefined;
  if (body === undefined) return lost(exchange, "The answer was given once, and was too large to be kept");
  return { status, headers: keptHeaders(headers), body };
}

function mayBeBilled({ notes }: Exchange): boolean {
  return notes["error"] === "job_outcome_unknown" || notes["firstTokenMs"] !== undefined || Number(notes["costUsd"] ?? 0) > 0;
}

function lost(exchange: Exchange, what: string): StoredResponse {
  const reply = describeError(new Refusal("idempotency_not_kept", `${what}. It is not made again under this Idempotency-Key.`));
  const body = Buffer.from(JSON.stringify(errorBody(exchange.dialect, reply, exchange.id)));
  return { status: reply.status, headers: { "content-type": "application/json; charset=utf-8", "x-should-retry": "false" }, body };
}

/** What belongs to the connection, or to the first request alone, is not part of the answer. */
const NOT_KEPT: ReadonlySet<string> = new Set(["connection", "content-length", "transfer-encoding", "date", "x-request-id", "keep-alive"]);

function keptHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_KEPT.has(name) && !name.startsWith("access-control-")));
}

function sendStored(exchange: Exchange, { status, headers, body }: StoredResponse): void {
  const { response } = exchange;
  if (response.destroyed) return;
  exchange.notes["replayed"] = true;
  response.writeHead(status, { ...exchange.headers, ...headers, "idempotency-replayed": "true", "content-length": body.length });
  response.end(body);
}
