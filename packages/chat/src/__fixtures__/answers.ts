import { type Clock, createFetchTransport, type ModelTarget, readEventStream, type Secret, type TransportBody } from "@openclaw/core";
import { type FakeClock, fakeFetch, type FakeFetch, type FakeReply, loadFixture } from "@openclaw/testing";
import type { ChatStream } from "../chat-stream.js";
import type { ChatEvent, ErrorEvent, FinishEvent } from "../events.js";
import type { AssistantMessage } from "../messages.js";
import type { ChatOptions, ChatRequest } from "../options.js";
import { preloadChat } from "../parts.js";
import { AnswerBuilder, type AnswerEnd } from "../stream/answer-builder.js";
import { streamChat } from "../stream-chat.js";
import { HELLO } from "./shaped.js";
import { deepFreeze, target } from "./targets.js";

await preloadChat();

export const PATH = "/api/v1/chat/completions";

/** Recorded streams of chat completions, by path under `__fixtures__`. */
export const RECORDINGS = [
  "vercel-ai/alibaba-tool-call.chunks.txt",
  "vercel-ai/azure-model-router.1.chunks.txt",
  "vercel-ai/deepseek-tool-call.chunks.txt",
  "vercel-ai/groq-tool-call.chunks.txt",
  "vercel-ai/mistral-incremental-tool-call.chunks.txt",
  "vercel-ai/mistral-reasoning.chunks.txt",
  "vercel-ai/mistral-text.chunks.txt",
  "vercel-ai/mistral-tool-call.chunks.txt",
  "vercel-ai/moonshotai-stream.chunks.txt",
  "vercel-ai/perplexity-citations.chunks.txt",
  "vercel-ai/xai-text.chunks.txt",
  "vercel-ai/xai-tool-call.chunks.txt",
  "llm/test_tool_use_basic.00.response.sse",
  "llm/test_tool_use_basic.01.response.sse",
  "llm/test_tools_streaming_variant_a.00.response.sse",
  "llm/test_tools_streaming_variant_a.01.response.sse",
  "llm/test_tools_streaming_variant_b.00.response.sse",
  "llm/test_tools_streaming_variant_c.00.response.sse",
  "llm/test_tools_streaming_variant_d.00.response.sse",
  "openai-node/audio-without-finish.chunks.txt",
  "openai-node/azure-async-filter.chunks.txt",
  "openai-node/content-logprobs.sse",
  "openai-node/leading-newlines.sse",
  "openai-node/refusal-logprobs.sse",
] as const;

export function recording(name: string): Uint8Array<ArrayBuffer> {
  return loadFixture(new URL(`./${name}`, import.meta.url));
}

export interface Answer {
  readonly events: readonly ChatEvent[];
  readonly message: AssistantMessage;
  readonly end: AnswerEnd | { readonly error: string };
}

/** Reads a stream as the session does, without its clocks and candidates. */
export async function readAnswer(chunks: readonly Uint8Array[]): Promise<Answer> {
  const events: ChatEvent[] = [];
  const builder = new AnswerBuilder({ what: "acme", model: "acme/asked" });
  const stream = readEventStream(bodyOf(chunks));
  try {
    for (let batch = await stream.next(); batch !== undefined && !builder.done; batch = await stream.next())
      for (const data of batch) await builder.push(data, events);
    const end = await builder.finish(events);
    return { events, message: builder.toMessage(), end };
  } catch (error) {
    return { events, message: builder.toMessage(), end: { error: (error as { code?: string }).code ?? String(error) } };
  }
}

function bodyOf(chunks: readonly Uint8Array[]): TransportBody {
  let index = 0;
  return {
    read: () => Promise.resolve(chunks[index++]),
    cancel: () => Promise.resolve(),
  };
}

/** Pushes payloads, as values or as text, into a builder and ends it. */
export function build(payloads: readonly unknown[], options: { readonly apiKey?: Secret } = {}): Answer & { readonly builder: AnswerBuilder; readonly thrown?: Error } {
  const events: ChatEvent[] = [];
  const builder = new AnswerBuilder({ what: "acme", model: "acme/asked", ...options });
  try {
    for (const payload of payloads) builder.push(typeof payload === "string" ? payload : JSON.stringify(payload), events);
    // Every part is loaded: nothing has to be waited for.
    const end = builder.finish(events) as AnswerEnd;
    return { events, message: builder.toMessage(), end, builder };
  } catch (error) {
    return { events, message: builder.toMessage(), end: { error: (error as { code?: string }).code ?? String(error) }, builder, thrown: error as Error };
  }
}

/** A chunk with one delta. */
export function delta(fields: Record<string, unknown>, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { id: "gen-1", model: "acme/one", provider: "Acme", choices: [{ index: 0, delta: fields, finish_reason: null, ...more }] };
}

export function finish(reason: unknown = "stop", more: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...delta({}, { finish_reason: reason }), ...more };
}

/** Text of one kind of event, joined; what was said before a `restart` is forgotten. */
export function joined(events: readonly ChatEvent[], type: "text" | "reasoning" = "text"): string {
  return sinceRestart(events)
    .map((event) => (event.type === type ? event.text : ""))
    .join("");
}

/** The tool input of each call, joined, as a caller assembles it from events. */
export function joinedTools(events: readonly ChatEvent[]): readonly { readonly name: string; readonly arguments: string }[] {
  const tools: { name: string; arguments: string }[] = [];
  for (const event of sinceRestart(events)) {
    if (event.type === "tool-input-start") tools[event.index] = { name: event.name, arguments: "" };
    else if (event.type === "tool-input") tools[event.index]!.arguments += event.text;
  }
  return tools;
}

function sinceRestart(events: readonly ChatEvent[]): readonly ChatEvent[] {
  return events.slice(events.findLastIndex((event) => event.type === "restart") + 1);
}

function terminals(events: readonly ChatEvent[]): readonly (FinishEvent | ErrorEvent)[] {
  return events.filter((event) => event.type === "finish" || event.type === "error");
}

/** The one terminal event, which must be the last; fails when there is another. */
export function terminal(events: readonly ChatEvent[]): FinishEvent | ErrorEvent {
  const [last, ...others] = terminals(events);
  if (last === undefined || others.length > 0 || events.at(-1) !== last)
    throw new Error(`not exactly one terminal event at the end: ${events.map((event) => event.type).join(" ")}`);
  return last;
}

export async function collect(stream: AsyncIterable<ChatEvent>): Promise<readonly ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

export interface Asked {
  readonly stream: ChatStream;
  readonly fake: FakeFetch;
}

/** Asks `targets` (one unlisted model by default) behind a faked server that answers call by call. */
export function ask(
  replies: readonly FakeReply[],
  more: { readonly target?: ModelTarget | readonly ModelTarget[]; readonly request?: Partial<ChatRequest>; readonly options?: ChatOptions } = {},
): Asked {
  const fake = fakeFetch({ [PATH]: replies });
  const request = deepFreeze({ messages: HELLO, target: more.target ?? target("openrouter/acme/one"), ...more.request });
  const stream = streamChat(request, { transport: createFetchTransport(fake.fetch), random: () => 0, ...more.options });
  return { stream, fake };
}

export function clockOf(fake: FakeClock): Clock {
  return {
    now: fake.now,
    after: (delayMs, callback) => {
      const timer = fake.setTimeout(callback, delayMs);
      return () => fake.clearTimeout(timer);
    },
  };
}

/** A clock on which every wait is over at once: for tests that are not about waiting. */
export function hastyClock(): Clock & { readonly waitedMs: readonly number[] } {
  const waitedMs: number[] = [];
  return {
    waitedMs,
    now: () => 0,
    after: (delayMs, callback) => {
      // Phase limits are far away and never run out here; only pauses between tries are short.
      if (delayMs >= 9_000) return () => undefined;
      waitedMs.push(delayMs);
      queueMicrotask(callback);
      return () => undefined;
    },
  };
}
