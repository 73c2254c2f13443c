import { type ErrorEvent, streamChat, type Usage } from "@openclaw/chat";
import type { AttemptRecord, Transport } from "@openclaw/core";
import { describeError } from "../errors/describe-error.js";
import { openAiError, openRouterError } from "../errors/dialect.js";
import type { Exchange } from "../http/exchange.js";
import { randomId } from "../http/request-id.js";
import { mayPass, passStream } from "../pass/pass-stream.js";
import type { Passed } from "../pass/takeover.js";
import type { RouteDeps } from "../route-deps.js";
import { answerHeaders } from "../http/answer-headers.js";
import { noteAnswer } from "../meter/note-answer.js";
import { EventWriter } from "../stream/event-writer.js";
import { writeOpenclawEvent } from "../wire/openclaw-event.js";
import { ChatChunkWriter } from "../wire/chat-chunk-writer.js";
import { askedModel, engineOptions, nowS, type Question } from "./question.js";

export interface StreamQuestion extends Question {
  /** The client wants the usage, in a last chunk of its own. */
  readonly includeUsage: boolean;
}

type Failure = Pick<ErrorEvent, "error" | "attempts" | "usage">;

/** Answers with an event stream: the first candidate's as it is while it is healthy, the chat engine's from the first trouble on (SRV-7). */
export async function streamChatAnswer(exchange: Exchange, deps: RouteDeps, question: StreamQuestion): Promise<void> {
  const { gateway, heartbeat } = deps;
  const { input, targets, includeUsage, turn, tellEvents = false } = question;
  let model = askedModel(question);
  let tries = 1;
  const writer = new EventWriter(exchange, { heartbeat, headers: () => answerHeaders(model, tries) });
  const answer = new StreamedAnswer(exchange, deps, { question, writer });
  const [first] = targets;
  // What is stored, or told of, is read event by event.
  const needsEvents = turn !== undefined || tellEvents;
  if (first === undefined || needsEvents || !mayPass(gateway, first)) return fromEngine(gateway.transport, undefined);
  const outcome = await passStream(exchange, gateway, {
    target: first,
    input,
    keepUsage: includeUsage,
    writer,
    onModel: (name) => {
      model = name;
    },
  });
  if (outcome.kind === "take-over") return fromEngine(outcome.takeover.transport, outcome.takeover.passed);
  const { attempts, inspector } = outcome;
  const { usage, id, provider } = inspector;
  if (outcome.kind === "whole") return answer.finish(model, attempts, usage);
  const { text, reasoning, calls } = inspector;
  const chunks = answer.chunks(model, { text, reasoning, calls, id, provider });
  return answer.fail(model, chunks, { error: outcome.error as Error, attempts, usage });

  async function fromEngine(transport: Transport, passed: Passed | undefined): Promise<void> {
    const resumed = passed?.id === undefined ? undefined : passed;
    let chunks = resumed === undefined ? undefined : answer.chunks(model, resumed);
    for await (const event of streamChat({ ...input, target: targets }, engineOptions(exchange, gateway, { question, transport }))) {
      turn?.see(event);
      if (event.type === "start") exchange.generationId = event.generationId;
      if (event.type === "failover") exchange.attempt = ++tries;
      if (event.type === "finish" || event.type === "error") await turn?.settle(event);
      if (tellEvents) writer.write(writeOpenclawEvent(event, tries));
      // What was said so far is forgotten by the client too: the answer begins anew.
      if (event.type === "restart") chunks = answer.chunks(model, {});
      if (event.type === "start" && chunks === undefined) {
        ({ model } = event);
        chunks = answer.chunks(model, { id: event.generationId, provider: event.provider });
      }
      if (event.type === "error") return answer.fail(model, chunks ?? answer.chunks(model, {}), event);
      try {
        if (chunks !== undefined) writer.write(chunks.write(event));
      } catch (error) {
        if (chunks !== undefined) return answer.fail(model, chunks, { error: error as Error, attempts: [], usage: undefined });
      }
      if (event.type === "finish") return answer.finish(event.model, event.attempts, event.usage);
      if (writer.full) await writer.drained();
    }
  }
}

/** How a streamed answer ends. */
class StreamedAnswer {
  readonly #exchange: Exchange;
  readonly #deps: RouteDeps;
  readonly #writer: EventWriter;
  readonly #question: StreamQuestion;

  constructor(exchange: Exchange, deps: RouteDeps, facts: { readonly question: StreamQuestion; readonly writer: EventWriter }) {
    this.#exchange = exchange;
    this.#deps = deps;
    this.#writer = facts.writer;
    this.#question = facts.question;
  }

  chunks(model: string, facts: Partial<Passed>): ChatChunkWriter {
    const { id = `chatcmpl-${randomId()}`, provider, text, reasoning, calls } = facts;
    const passed =
      text === undefined || reasoning === undefined || calls === undefined ? undefined : { text, reasoning, calls, id, model, provider };
    return new ChatChunkWriter({ id, createdS: nowS(), model, provider, includeUsage: this.#question.includeUsage, passed });
  }

  finish(model: string, attempts: readonly AttemptRecord[], usage: Usage | undefined): void {
    noteAnswer(this.#exchange, this.#deps, { model, outcome: "finished", attempts, usage });
    this.#writer.end();
  }

  /** Before the first byte a failure has a status of its own; after it, it is an event, and nothing follows that looks like an end (FAIL-4). */
  fail(model: string, chunks: ChatChunkWriter, { error, attempts, usage }: Failure): void {
    const outcome = error.name === "AbortError" ? "cancelled" : "failed";
    noteAnswer(this.#exchange, this.#deps, { model, outcome, attempts, usage });
    if (!this.#writer.started) {
      this.#writer.release();
      Object.assign(this.#exchange.headers, answerHeaders(askedModel(this.#question), attempts, usage?.costUsd));
      throw error;
    }
    const reply = describeError(error, this.#deps.gateway.current().secretTexts);
    this.#exchange.noteError(reply.code);
    this.#writer.write(chunks.writeError(this.#exchange.dialect === "openrouter" ? openRouterError(reply) : openAiError(reply)));
    this.#writer.end();
  }
}
