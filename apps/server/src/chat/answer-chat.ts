import { streamChat } from "@openclaw/chat";
import type { Exchange } from "../http/exchange.js";
import { randomId } from "../http/request-id.js";
import { sendJson } from "../http/send-json.js";
import { askingWhole, isShortAnswer } from "../pass/ask-whole.js";
import type { RouteDeps } from "../routes/deps.js";
import { answerHeaders, noteAnswer } from "../routes/note-answer.js";
import { writeChatCompletion } from "../wire/write-chat-completion.js";
import { askedModel, engineOptions, nowS, type Question } from "./question.js";

/** Answers with one JSON document. */
export async function answerChat(exchange: Exchange, deps: RouteDeps, question: Question): Promise<void> {
  const { gateway, logger } = deps;
  const { input, targets, turn } = question;
  const [first] = targets;
  const short = first !== undefined && isShortAnswer(input, first);
  const transport = short ? askingWhole(gateway.transport) : gateway.transport;
  const stream = streamChat({ ...input, target: targets }, engineOptions(exchange, gateway, { question, transport }));
  const asked = askedModel(question);
  for await (const event of stream) {
    turn?.see(event);
    if (event.type === "start") exchange.generationId = event.generationId;
    if (event.type === "failover") exchange.attempt++;
    if (event.type === "finish" || event.type === "error") await turn?.settle(event);
    if (event.type !== "error") continue;
    const { error, attempts, usage } = event;
    noteAnswer(exchange, deps, { model: asked, outcome: error.name === "AbortError" ? "cancelled" : "failed", attempts, usage });
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
