import {
  ApiError,
  type ApiReply,
  type AttemptRecord,
  endpointUrl,
  JobError,
  type JsonObject,
  type ModelTarget,
  requestHeaders,
  runWithFailover,
  send,
} from "@openclaw/core";
import { describeTarget, PhaseTimer, readJsonReply, readNetworkFailure, readText } from "@openclaw/core/internal";
import { isProvablyUnpaid } from "@openclaw/media";
import type { ResolvedTargets } from "@openclaw/config";
import { MAX_WAIT_MS } from "../chat/question.js";
import type { Gateway } from "../gateway/gateway.js";
import { judgingCircuits } from "../gateway/judging-circuits.js";
import { ClientGone, type Exchange } from "../http/exchange.js";
import { namedTransport } from "../meter/named-transport.js";
import { outliveClient } from "../meter/outlive-client.js";

/** A request that goes to OpenRouter's own endpoint of the same kind. */
export interface ForwardRequest {
  /** Behind the base URL, such as `/embeddings`. */
  readonly path: string;
  readonly resolved: Pick<ResolvedTargets, "targets" | "failover">;
  readonly bodyFor: (target: ModelTarget) => JsonObject;
  /** The caller's own `provider` rules. */
  readonly ownRouting?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Tries after the first that the same candidate may have; a paid request that may have been accepted has none. */
  readonly retries?: number;
  /** Each answer is paid as a whole: what may have been accepted is not sent again, nor to another candidate (NET-3). */
  readonly paid?: boolean;
  readonly maxBytes?: number;
  /** Filled with what the provider called each try's answer; absent where none was begun, or it was refused. */
  readonly generations: (string | undefined)[];
}

interface Answered {
  readonly target: ModelTarget;
  readonly attempts: readonly AttemptRecord[];
}

/** A JSON reply that was read whole and is a success. */
export interface ForwardedJson extends Answered {
  readonly kind: "json";
  readonly json: Readonly<Record<string, unknown>>;
  readonly generationId: string | undefined;
}

/** A stream that has begun: `first` is its first piece. */
export interface ForwardedStream extends Answered {
  readonly kind: "stream";
  readonly first: Uint8Array;
  /** The next piece; each wait has its limit. */
  read(): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

const MAX_JSON_BYTES = 64 * 1024 * 1024;

/** Sends a request along the chain until one candidate answers (FAIL-1, FAIL-4). A stream counts as answered with its first piece. */
export async function openForward(exchange: Exchange, gateway: Gateway, request: ForwardRequest): Promise<ForwardedJson | ForwardedStream> {
  const { targets, failover } = request.resolved;
  const patient = { maxWaitMs: MAX_WAIT_MS, ...failover };
  const policy = request.retries === undefined ? patient : { ...patient, retries: Math.min(request.retries, failover.retries) };
  const options = {
    targets,
    policy,
    circuits: judgingCircuits(gateway, request.ownRouting),
    use: request.path.slice(1),
    signal: exchange.signal,
  };
  const [first] = targets;
  const outlives = first !== undefined && request.bodyFor(first)["stream"] !== true && outliveClient(exchange, first);
  const { value, target, attempts } = await runWithFailover(options, async (candidate) => {
    if (outlives && exchange.response.destroyed) throw new ClientGone();
    try {
      return await askOne(exchange, gateway, { request, target: candidate });
    } catch (error) {
      // An answer that broke off may be billed, a refusal is not.
      if (!(error instanceof ApiError)) request.generations[request.generations.length - 1] = exchange.generationId;
      if (request.paid !== true || isProvablyUnpaid(error) || exchange.signal.aborted) throw error;
      throw outcomeUnknown(error);
    }
  });
  return { ...value, target, attempts };
}

function outcomeUnknown(cause: unknown): JobError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new JobError(`It is not known whether the request was accepted, so it was not sent again: ${why}`, {
    code: "job_outcome_unknown",
    cause,
  });
}

type Reply = Omit<ForwardedJson, keyof Answered> | Omit<ForwardedStream, keyof Answered>;

async function askOne(
  exchange: Exchange,
  gateway: Gateway,
  { request, target }: { readonly request: ForwardRequest; readonly target: ModelTarget },
): Promise<Reply> {
  const { timeouts, endpoint, apiKey } = target;
  const what = describeTarget(target);
  const timer = new PhaseTimer({ signal: exchange.signal, what });
  exchange.generationId = undefined;
  request.generations.push(undefined);
  timer.start("response", timeouts.responseMs);
  const plan = {
    method: "POST",
    url: endpointUrl(endpoint, request.path),
    headers: requestHeaders(target, { Accept: "application/json, text/event-stream", ...request.headers }),
    body: request.bodyFor(target),
    warnings: [],
    steps: [],
  } as const;
  try {
    const reply = await send(plan, {
      transport: namedTransport(gateway.transport, exchange, [target]),
      endpoint,
      apiKey,
      timeouts,
      timer,
      what,
    });
    const read = readerOf(reply, timer, endpoint.origin);
    exchange.generationId = reply.generationId;
    if (isEventStream(reply)) {
      timer.start("first_token", timeouts.firstTokenMs);
      const first = await read();
      timer.start("stall", timeouts.stallMs);
      request.generations[request.generations.length - 1] = reply.generationId;
      const close = async (): Promise<void> => {
        timer.stop();
        await reply.body.cancel();
      };
      return { kind: "stream", first: first ?? new Uint8Array(), read: readAndNote(read, timer), close };
    }
    const text = await readText({ read, cancel: () => reply.body.cancel() }, request.maxBytes ?? MAX_JSON_BYTES, reply.status);
    timer.stop();
    const json = readJsonReply(text, reply, what, { secrets: [apiKey.reveal()] });
    return { kind: "json", json, generationId: reply.generationId };
  } catch (error) {
    timer.stop();
    throw error;
  }
}

function readerOf(reply: ApiReply, timer: PhaseTimer, origin: string): () => Promise<Uint8Array | undefined> {
  return async () => {
    try {
      return await reply.body.read();
    } catch (error) {
      timer.signal.throwIfAborted();
      throw readNetworkFailure(error, origin, { begun: true });
    }
  };
}

function readAndNote(read: () => Promise<Uint8Array | undefined>, timer: PhaseTimer): () => Promise<Uint8Array | undefined> {
  return async () => {
    timer.progress();
    return read();
  };
}

function isEventStream({ headers }: ApiReply): boolean {
  return /^text\/event-stream\b/i.test(headers.get("content-type") ?? "");
}
