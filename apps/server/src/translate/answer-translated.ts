import { type ChatStream, type ErrorEvent, streamChat } from "@openclaw/chat";
import { engineOptions, nowS, type Question } from "../chat/question.js";
import { describeError } from "../errors/describe-error.js";
import { readModelChoice } from "../gateway/model-choice.js";
import type { Exchange } from "../http/exchange.js";
import { sendJson } from "../http/send-json.js";
import type { RouteDeps } from "../route-deps.js";
import { answerHeaders } from "../http/answer-headers.js";
import { noteAnswer } from "../meter/note-answer.js";
import { EventWriter } from "../stream/event-writer.js";
import { readChatRequest } from "../wire/read-chat-request.js";
import type { Translation } from "./translation.js";

interface Translated {
  readonly translation: Translation;
  readonly body: Readonly<Record<string, unknown>>;
  readonly question: Question;
  readonly asked: string;
}

/** Answers a request of another API on the chat engine, and tells the answer in that API's words (SRV-1): failover and recovery included. */
export async function answerTranslated(
  exchange: Exchange,
  deps: RouteDeps,
  { translation, body }: Pick<Translated, "translation" | "body">,
): Promise<void> {
  const { gateway, meter } = deps;
  const request = readChatRequest(translation.readRequest(body));
  const snapshot = gateway.current();
  const choice = readModelChoice({
    model: request.model,
    models: request.models,
    header: exchange.header("x-openclaw-model"),
    agents: Object.keys(snapshot.loaded.config.agents.entries),
  });
  const { targets: chain, failover } = await snapshot.targets("chat", choice);
  const { maxTokens } = request.input.params ?? {};
  const targets = await meter.begin(exchange, { endpoint: translation.endpoint, body, targets: chain, maxTokens });
  const asking = request.stream
    ? targets.map((target) => ({
        ...target,
        params: { ...target.params, extraBody: { stream_options: { include_usage: true }, ...target.params.extraBody } },
      }))
    : targets;
  const question: Question = { input: request.input, targets: asking, failover };
  const asked = targets[0]?.model.wireId ?? "unknown";
  const stream = streamChat(
    { ...request.input, target: asking },
    engineOptions(exchange, gateway, { question, transport: gateway.transport }),
  );
  const facts: Translated = { translation, body, question, asked };
  return request.stream ? sendStream(exchange, deps, { ...facts, stream }) : sendWhole(exchange, deps, { ...facts, stream });
}

type Streamed = Translated & { readonly stream: ChatStream };

async function sendWhole(exchange: Exchange, deps: RouteDeps, { translation, body, asked, stream }: Streamed): Promise<void> {
  for await (const event of stream) {
    if (event.type === "start") exchange.generationId = event.generationId;
    if (event.type !== "error") continue;
    noteFailure(exchange, deps, { asked, event });
    Object.assign(exchange.headers, answerHeaders(asked, event.attempts, event.usage?.costUsd));
    throw event.error;
  }
  const result = await stream.result();
  const { model, attempts, usage, provider } = result;
  noteAnswer(exchange, deps, { model, outcome: "finished", attempts, usage, provider });
  sendJson(
    exchange,
    200,
    translation.writeAnswer(result, body, { model, createdS: nowS() }),
    answerHeaders(model, attempts, usage?.costUsd),
  );
}

async function sendStream(exchange: Exchange, deps: RouteDeps, { translation, body, asked, stream }: Streamed): Promise<void> {
  let model = asked;
  let tries = 1;
  const writer = new EventWriter(exchange, { heartbeat: deps.heartbeat, headers: () => answerHeaders(model, tries) });
  const frames = translation.openStream(body, { model: asked, createdS: nowS() });
  for await (const event of stream) {
    if (event.type === "start") {
      ({ model } = event);
      exchange.generationId = event.generationId;
    }
    if (event.type === "failover") exchange.attempt = ++tries;
    if (event.type === "error") {
      noteFailure(exchange, deps, { asked, event });
      if (!writer.started) {
        writer.release();
        Object.assign(exchange.headers, answerHeaders(asked, event.attempts, event.usage?.costUsd));
        throw event.error;
      }
      const reply = describeError(event.error, deps.gateway.current().secretTexts);
      exchange.noteError(reply.code);
      writer.write(frames.writeError(reply));
      return writer.end();
    }
    // The head of the stream waits for the first word: until then a failure has a status of its own.
    if (event.type !== "start") writer.write(frames.write(event));
    if (event.type === "finish") {
      noteAnswer(exchange, deps, {
        model: event.model,
        outcome: "finished",
        attempts: event.attempts,
        usage: event.usage,
        provider: event.provider,
      });
      return writer.end();
    }
    if (writer.full) await writer.drained();
  }
}

function noteFailure(exchange: Exchange, deps: RouteDeps, { asked, event }: { readonly asked: string; readonly event: ErrorEvent }): void {
  const { error, attempts, usage } = event;
  noteAnswer(exchange, deps, { model: asked, outcome: error.name === "AbortError" ? "cancelled" : "failed", attempts, usage });
}
