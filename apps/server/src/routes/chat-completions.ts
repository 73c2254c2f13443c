import { type ChatInput, shapeChat, THINKING_LEVELS } from "@openclaw/chat";
import type { JsonObject, ModelTarget } from "@openclaw/core";
import { answerChat } from "../chat/answer-chat.js";
import type { Question } from "../chat/question.js";
import { streamChatAnswer } from "../chat/stream-chat-answer.js";
import { readModelChoice } from "../gateway/model-choice.js";
import type { Exchange } from "../http/exchange.js";
import { openTurn, type OpenTurn } from "../sessions/open-turn.js";
import { readJsonBody } from "../http/read-body.js";
import type { Route, RouteAbout } from "../http/route-table.js";
import { chatRequestSchema } from "../wire/chat-request-schema.js";
import { type ChatRequestRead, readChatRequest } from "../wire/read-chat-request.js";
import { isDryRun, sendDryRun } from "./dry-run.js";
import type { RouteDeps } from "../route-deps.js";

/** `/chat/completions`, OpenAI's and OpenRouter's, on the chat engine: shaping, failover, recovery (SRV-1, SRV-2, SRV-7). */
export function chatRoutes(deps: RouteDeps): readonly Route[] {
  const handle = (exchange: Exchange): Promise<void> => answer(exchange, deps);
  const about: RouteAbout = { summary: "An answer of a model, whole or streamed.", body: chatRequestSchema, gives: ["text/event-stream"] };
  const switchedOff: Route["switchedOff"] = ({ http }) =>
    http.endpoints.chatCompletions.enabled === false ? "gateway.http.endpoints.chatCompletions.enabled" : undefined;
  return [
    { method: "POST", path: "/v1/chat/completions", about, handle, switchedOff },
    { method: "POST", path: "/api/v1/chat/completions", about, handle, switchedOff },
  ];
}

async function answer(exchange: Exchange, deps: RouteDeps): Promise<void> {
  const { gateway, limits, logger } = deps;
  const { config } = gateway.current().loaded;
  const maxBytes = config.gateway.http.endpoints.chatCompletions.maxBodyBytes ?? limits.maxBodyBytes;
  const body = await readJsonBody(exchange, { maxBytes, timeoutMs: limits.bodyTimeoutMs });
  if (deps.logPrompts) logger.log("info", "prompt", { id: exchange.id, messages: JSON.stringify(body["messages"]) });
  const request = readChatRequest(body);
  const turn = await openTurn(exchange, deps, { messages: request.input.messages, model: request.model, user: body["user"] });
  try {
    await answerRequest(exchange, deps, { body, request, turn });
  } finally {
    await turn?.close();
  }
}

interface Asked {
  readonly body: Readonly<Record<string, unknown>>;
  readonly request: ChatRequestRead;
  readonly turn: OpenTurn | undefined;
}

async function answerRequest(exchange: Exchange, deps: RouteDeps, { body, request, turn }: Asked): Promise<void> {
  const snapshot = deps.gateway.current();
  const { config } = snapshot.loaded;
  const choice = readModelChoice({
    model: request.model ?? turn?.session.model,
    models: request.models,
    header: exchange.header("x-openclaw-model"),
    agents: Object.keys(config.agents.entries),
  });
  const { targets: chain, failover, thinking } = await snapshot.targets("chat", choice);
  const { maxTokens } = request.input.params ?? {};
  const messages = turn === undefined ? request.input.messages : await turn.fit(chain[0]);
  const input = withThinking({ ...request.input, messages }, request, turn?.session.thinking ?? thinking);
  if (isDryRun(exchange)) return sendDryRun(exchange, { input, targets: withExtraBody(chain, request.extraBody, request.stream) });
  // A stored conversation is paid for whole at every turn.
  const billed = turn === undefined ? body : { ...body, messages };
  const targets = await deps.meter.begin(exchange, { endpoint: "chat.completions", body: billed, targets: chain, maxTokens });
  const tellEvents = exchange.header("x-openclaw-events") === "1";
  const question = { input, targets: withExtraBody(targets, request.extraBody, request.stream), failover, turn, tellEvents };
  rememberPlan(exchange, deps, question);
  await turn?.begin();
  if (!request.stream) return answerChat(exchange, deps, question);
  return streamChatAnswer(exchange, deps, { ...question, includeUsage: exchange.dialect === "openrouter" || request.includeUsage });
}

/** The request's own level, else the one that stands in the session or the configuration. */
function withThinking(input: ChatInput, request: ChatRequestRead, configured: string | undefined): ChatInput {
  if (input.thinking !== undefined || request.extraBody["reasoning"] !== undefined || configured === undefined) return input;
  const level = configured === "ultra" ? "max" : THINKING_LEVELS.find((known) => known === configured);
  return level === undefined ? input : { ...input, thinking: level };
}

/** What goes to the first candidate can be looked at afterwards; it is written down only when somebody asks. */
function rememberPlan(exchange: Exchange, { plans }: RouteDeps, { input, targets }: Pick<Question, "input" | "targets">): void {
  const [first] = targets;
  const { requestId } = exchange;
  if (first === undefined || requestId === undefined) return;
  plans.remember(requestId, Number(exchange.header("content-length") ?? Infinity), () => ({
    plan: shapeChat(first, input),
    configuredHeaders: first.headers,
  }));
}

/** The request's own body fields over the configured ones, field by field. */
function withExtraBody(targets: readonly ModelTarget[], extraBody: JsonObject, stream: boolean): readonly ModelTarget[] {
  return targets.map((target) => {
    // OpenRouter always tells the usage; other servers want to be asked.
    const asking: JsonObject = stream && !target.endpoint.verified ? { stream_options: { include_usage: true } } : {};
    const all = { ...asking, ...target.params.extraBody, ...extraBody };
    return Object.keys(all).length === 0 ? target : { ...target, params: { ...target.params, extraBody: all } };
  });
}
