import { streamChat } from "@openclaw/chat";
import type { Exchange } from "../http/exchange.js";
import { randomId } from "../http/request-id.js";
import { sendJson, sendText } from "../http/send-json.js";
import { mayPass } from "../pass/pass-stream.js";
import { passWhole, type WholeOutcome } from "../pass/pass-whole.js";
import type { RouteDeps } from "../route-deps.js";
import { answerHeaders } from "../http/answer-headers.js";
import { noteAnswer } from "../meter/note-answer.js";
import { writeChatCompletion } from "../wire/write-chat-completion.js";
import { askedModel, engineOptions, nowS, type Question } from "./question.js";

/** Answers with one JSON document: the first candidate's while that is healthy and words, else the chat engine's. */
export async function answerChat(exchange: Exchange, deps: RouteDeps, question: Question): Promise<void> {
  const { gateway, logger } = deps;
  const { input, targets, turn } = question;
  const [first] = targets;
  let { transport } = gateway;
  // What is stored is read event by event.
  if (first !== undefined && turn === undefined && mayPass(gateway, first)) {
    const outcome = await passWhole(exchange, gateway, { target: first, input });
    if (outcome.kind === "whole") return sendWhole(exchange, deps, { outcome, asked: askedModel(question) });
    ({ transport } = outcome.takeover);
  }
  const stream = streamChat({ ...input, target: targets }, engineOptions(exchange, gateway, { question, transport }));
  const asked = askedModel(question);
  for await (const event of stream) {
    turn?.see(event);
    if (event.type === "start") exchange.generationId = event.generationId;
    if (event.type === "failover") exchange.attempt++;
    if (event.type === "finish" || event.type === "error") await turn?.settle(event);
    if (event.type !== "error") continue;
    const { error, attempts, usage } = event;
    const outcome = error.name === "AbortError" ? "cancelled" : "failed";
    // What was cut while it was on its way is no attempt that the engine knows of.
    const generationId = exchange.signal.aborted ? exchange.generationId : undefined;
    noteAnswer(exchange, deps, { model: asked, outcome, attempts, usage, generationId });
    Object.assign(exchange.headers, answerHeaders(asked, attempts, usage?.costUsd));
    throw error;
  }
  const result = await stream.result();
  const { model, attempts, usage, provider } = result;
  noteAnswer(exchange, deps, { model, outcome: "finished", attempts, usage, provider });
  if (deps.logPrompts) logger.log("info", "answer", { id: exchange.id, text: result.text });
  const id = result.generationId ?? `chatcmpl-${randomId()}`;
  sendJson(exchange, 200, writeChatCompletion(result, { id, createdS: nowS() }), answerHeaders(model, attempts, usage?.costUsd));
}

function sendWhole(
  exchange: Exchange,
  deps: RouteDeps,
  { outcome, asked }: { readonly outcome: Extract<WholeOutcome, { kind: "whole" }>; readonly asked: string },
): void {
  const { body, inspector, attempts } = outcome;
  const { model = asked, usage, provider, id, text } = inspector;
  exchange.generationId = id;
  noteAnswer(exchange, deps, { model, outcome: "finished", attempts, usage, provider });
  if (deps.logPrompts) deps.logger.log("info", "answer", { id: exchange.id, text });
  sendText(exchange, 200, body, { "content-type": "application/json; charset=utf-8", ...answerHeaders(model, attempts, usage?.costUsd) });
}
