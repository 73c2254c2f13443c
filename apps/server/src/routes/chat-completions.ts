import { ChatError, type ChatInput, type ChatStream, streamChat } from "@openclaw/chat";
import type { JsonObject, ModelTarget } from "@openclaw/core";
import { describeError } from "../errors/describe-error.js";
import { openAiError, openRouterError } from "../errors/dialect.js";
import { readModelChoice } from "../gateway/model-choice.js";
import type { Exchange } from "../http/exchange.js";
import { readJsonBody } from "../http/read-body.js";
import type { Route, RouteAbout } from "../http/route-table.js";
import { randomId } from "../http/request-id.js";
import { sendJson } from "../http/send-json.js";
import { EventWriter } from "../stream/event-writer.js";
import { ChatChunkWriter } from "../wire/chat-chunk-writer.js";
import { chatRequestSchema } from "../wire/chat-request-schema.js";
import { type ChatRequestRead, readChatRequest } from "../wire/read-chat-request.js";
import { writeChatCompletion } from "../wire/write-chat-completion.js";
import type { RouteDeps } from "./deps.js";
import { answerHeaders, noteAnswer } from "./note-answer.js";

/** `/chat/completions`, OpenAI's and OpenRouter's, on the chat engine: shaping, failover, recovery (SRV-1, SRV-2, SRV-7). */
export function chatRoutes(deps: RouteDeps): readonly Route[] {
  const handle = (exchange: Exchange): Promise<void> => answer(exchange, deps);
  const about: RouteAbout = { summary: "An answer of a model, whole or streamed.", body: chatRequestSchema, gives: ["text/event-stream"] };
  return [
    { method: "POST", path: "/v1/chat/completions", about, handle },
    { method: "POST", path: "/api/v1/chat/completions", about, handle },
  ];
}

async function answer(exchange: Exchange, deps: RouteDeps): Promise<void> {
  const { gateway, limits, logger } = deps;
  const snapshot = gateway.current();
  const { config } = snapshot.loaded;
  const maxBytes = config.gateway.http.endpoints.chatCompletions.maxBodyBytes ?? limits.maxBodyBytes;
  const body = await readJsonBody(exchange, { maxBytes, timeoutMs: limits.bodyTimeoutMs });
  if (deps.logPrompts) logger.log("info", "prompt", { id: exchange.id, messages: JSON.stringify(body["messages"]) });
  const request = readChatRequest(body);
  const choice = readModelChoice({
    model: request.model,
    models: request.models,
    header: exchange.header("x-openclaw-model"),
    agents: Object.keys(config.agents.entries),
  });
  const { targets, failover, thinking } = await snapshot.targets("chat", choice);
  const input: ChatInput =
    request.input.thinking === undefined && thinking !== undefined && request.extraBody["reasoning"] === undefined
      ? { ...request.input, thinking: thinking === "ultra" ? "max" : thinking }
      : request.input;
  const stream = streamChat(
    { ...input, target: withExtraBody(targets, request.extraBody) },
    {
      transport: gateway.transport,
      circuits: gateway.circuits,
      prefillRefusals: gateway.prefillRefusals,
      failover,
      // A chunk cannot be taken back from a client that has it.
      onDivergence: "error",
      signal: exchange.signal,
    },
  );
  const asked = targets[0]?.model.wireId ?? "unknown";
  if (request.stream) await streamAnswer(exchange, stream, { deps, request, asked });
  else await wholeAnswer(exchange, stream, { deps, asked });
}

/** The request's own body fields over the configured ones, field by field. */
function withExtraBody(targets: readonly ModelTarget[], extraBody: JsonObject): readonly ModelTarget[] {
  if (Object.keys(extraBody).length === 0) return targets;
  return targets.map((target) => ({ ...target, params: { ...target.params, extraBody: { ...target.params.extraBody, ...extraBody } } }));
}

async function wholeAnswer(
  exchange: Exchange,
  stream: ChatStream,
  facts: { readonly deps: RouteDeps; readonly asked: string },
): Promise<void> {
  const { deps, asked } = facts;
  try {
    const result = await stream.result();
    const { model, attempts, usage } = result;
    noteAnswer(exchange, deps, { model, outcome: "finished", attempts, usage });
    const id = result.generationId ?? `chatcmpl-${randomId()}`;
    if (deps.logPrompts) deps.logger.log("info", "answer", { id: exchange.id, text: result.text });
    sendJson(exchange, 200, writeChatCompletion(result, { id, createdS: nowS() }), answerHeaders(model, attempts, usage?.costUsd));
  } catch (error) {
    if (error instanceof ChatError) {
      noteAnswer(exchange, deps, { model: asked, outcome: "failed", attempts: error.attempts, usage: error.usage });
      Object.assign(exchange.headers, answerHeaders(asked, error.attempts, error.usage?.costUsd));
      throw error.cause;
    }
    noteAnswer(exchange, deps, { model: asked, outcome: "cancelled", attempts: [], usage: undefined });
    throw error;
  }
}

async function streamAnswer(
  exchange: Exchange,
  stream: ChatStream,
  facts: { readonly deps: RouteDeps; readonly request: ChatRequestRead; readonly asked: string },
): Promise<void> {
  const { deps, request, asked } = facts;
  const openRouter = exchange.dialect === "openrouter";
  let model = asked;
  let failures = 0;
  let chunks: ChatChunkWriter | undefined;
  const writer = new EventWriter(exchange, { heartbeat: deps.heartbeat, headers: () => answerHeaders(model, failures + 1) });
  const chunkWriter = (id: string | undefined, provider: string | undefined): ChatChunkWriter =>
    new ChatChunkWriter({
      id: id ?? `chatcmpl-${randomId()}`,
      createdS: nowS(),
      model,
      provider,
      includeUsage: openRouter || request.includeUsage,
    });

  for await (const event of stream) {
    if (event.type === "failover") failures++;
    if (event.type === "start" && chunks === undefined) {
      ({ model } = event);
      chunks = chunkWriter(event.generationId, event.provider);
    }
    if (event.type === "error") {
      const gone = event.error.name === "AbortError";
      noteAnswer(exchange, deps, { model, outcome: gone ? "cancelled" : "failed", attempts: event.attempts, usage: event.usage });
      if (!writer.started) {
        writer.release();
        Object.assign(exchange.headers, answerHeaders(asked, event.attempts, event.usage?.costUsd));
        throw event.error;
      }
      const reply = describeError(event.error, deps.gateway.current().secretTexts);
      exchange.notes["error"] = reply.code;
      writer.write((chunks ?? chunkWriter(undefined, undefined)).writeError(openRouter ? openRouterError(reply) : openAiError(reply)));
      break;
    }
    if (chunks !== undefined) writer.write(chunks.write(event));
    if (event.type === "finish")
      noteAnswer(exchange, deps, { model: event.model, outcome: "finished", attempts: event.attempts, usage: event.usage });
    if (writer.full) await writer.drained();
  }
  writer.end();
}

function nowS(): number {
  return Math.floor(Date.now() / 1000);
}
