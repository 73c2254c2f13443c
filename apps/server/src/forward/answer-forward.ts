import type { TargetKind } from "@openclaw/config";
import { type AttemptRecord, attemptsOf, type JsonObject, type ModelTarget } from "@openclaw/core";
import { describeError } from "../errors/describe-error.js";
import { type Dialect, errorBody } from "../errors/dialect.js";
import { readModelChoice } from "../gateway/model-choice.js";
import type { Exchange } from "../http/exchange.js";
import { ClientGone } from "../http/exchange.js";
import { sendJson } from "../http/send-json.js";
import type { RouteDeps } from "../route-deps.js";
import { answerHeaders } from "../http/answer-headers.js";
import { noteAnswer } from "../meter/note-answer.js";
import { openForward } from "./open-forward.js";
import { readAnyUsage } from "./read-usage.js";
import { relayEvents } from "./relay-events.js";

export interface ForwardPlan {
  /** Behind the base URL, such as `/responses`. */
  readonly path: string;
  readonly kind: TargetKind;
  /** The caller's body; its model is replaced by the candidate's. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Event types after which a stream is whole. */
  readonly ends?: ReadonlySet<string>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly retries?: number;
  /** Each answer is paid as a whole: what may have been accepted is not sent again, nor to another candidate (NET-3). */
  readonly paid?: boolean;
  readonly imagesOut?: number;
  /** The most that the answer may be long, where this endpoint takes such a limit. */
  readonly maxTokens?: number | undefined;
  /** How a JSON reply is answered. Default: it passes as it is. */
  readonly answerJson?: (json: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>>) => void;
}

// CHAT-3: OpenAI's own settings, which no OpenRouter route takes. `model` and `models` become the chain.
const NOT_FORWARDED: ReadonlySet<string> = new Set(
  "model models service_tier store prompt_cache_key prompt_cache_retention safety_identifier".split(" "),
);
const NO_ENDS: ReadonlySet<string> = new Set();

/** Answers from OpenRouter's own endpoint of the same kind: model rules, keys, failover and headers are ours, the rest passes (SRV-1). */
export async function answerForward(exchange: Exchange, deps: RouteDeps, plan: ForwardPlan): Promise<void> {
  const { gateway } = deps;
  const snapshot = gateway.current();
  const { model, models } = plan.body;
  const choice = readModelChoice({
    model: typeof model === "string" ? model : undefined,
    models: Array.isArray(models) ? models.filter((name): name is string => typeof name === "string") : undefined,
    header: exchange.header("x-openclaw-model"),
    agents: Object.keys(snapshot.loaded.config.agents.entries),
  });
  const chain = await snapshot.targets(plan.kind, choice);
  const endpoint = plan.path.slice(1).replaceAll("/", ".");
  const targets = await deps.meter.begin(exchange, {
    endpoint,
    body: plan.body,
    targets: chain.targets,
    maxTokens: plan.maxTokens,
    imagesOut: plan.imagesOut,
  });
  const resolved = { ...chain, targets };
  const asked = resolved.targets[0]?.model.wireId ?? "unknown";
  const generations: (string | undefined)[] = [];
  const answer = await openForward(exchange, gateway, {
    generations,
    path: plan.path,
    resolved,
    bodyFor: (target) => bodyFor(plan.body, target),
    ownRouting: plan.body["provider"],
    ...(plan.headers === undefined ? {} : { headers: plan.headers }),
    ...(plan.retries === undefined ? {} : { retries: plan.retries }),
    paid: plan.paid ?? false,
  }).catch((error: unknown) => {
    const outcome = error instanceof ClientGone ? "cancelled" : "failed";
    const attempts = nameAttempts(attemptsOf(error), generations);
    noteAnswer(exchange, deps, { model: asked, outcome, attempts, usage: undefined, generationId: generations.at(-1) });
    throw error;
  });
  const { target } = answer;
  const attempts = nameAttempts(answer.attempts, generations);
  const answered = target.model.wireId;
  if (answer.kind === "json") {
    const usage = readAnyUsage(answer.json["usage"]);
    noteAnswer(exchange, deps, { model: answered, outcome: "finished", attempts, usage, generationId: answer.generationId });
    const headers = answerHeaders(answered, attempts, usage?.costUsd);
    if (plan.answerJson === undefined) sendJson(exchange, 200, answer.json, headers);
    else plan.answerJson(answer.json, headers);
    return;
  }
  const end = await relayEvents(exchange, answer, {
    heartbeat: deps.heartbeat,
    headers: answerHeaders(answered, attempts),
    ends: plan.ends ?? NO_ENDS,
    writeError: (error) => writeErrorEvent(exchange, error, gateway.current().secretTexts),
  });
  const outcome = end.error === undefined ? "finished" : end.error instanceof ClientGone ? "cancelled" : "failed";
  noteAnswer(exchange, deps, { model: answered, outcome, attempts, usage: end.usage });
}

/** Each try with the name of its answer, by which its bill is asked for where it did not tell it (SRV-5). */
function nameAttempts(attempts: readonly AttemptRecord[], generations: readonly (string | undefined)[]): readonly AttemptRecord[] {
  const names = [...generations];
  return attempts.map((attempt) => {
    const generationId = attempt.outcome === "skipped" ? undefined : names.shift();
    return generationId === undefined ? attempt : { ...attempt, generationId };
  });
}

/** The body for one candidate: its wire id, and the configured routing where the caller gave none (CHAT-5, NET-2). */
function bodyFor(body: Readonly<Record<string, unknown>>, { model, endpoint, params }: ModelTarget): JsonObject {
  const kept = Object.entries(body).filter(([name]) => !NOT_FORWARDED.has(name) && (name !== "provider" || endpoint.verified));
  const routing = endpoint.verified && body["provider"] == null && params.provider !== undefined ? { provider: params.provider } : {};
  return { model: model.wireId, ...(Object.fromEntries(kept) as JsonObject), ...routing };
}

function writeErrorEvent(exchange: Exchange, error: unknown, secrets: readonly string[]): string {
  const reply = describeError(error, secrets);
  exchange.noteError(reply.code);
  const dialect: Dialect = exchange.dialect;
  const body = errorBody(dialect, reply, exchange.id);
  if (dialect === "anthropic") return `event: error\ndata: ${JSON.stringify(body)}\n\n`;
  // The Responses API's own error event; `error` is what OpenAI's client reads first.
  return `event: error\ndata: ${JSON.stringify({ type: "error", code: reply.code, message: reply.message, param: null, ...body })}\n\n`;
}
