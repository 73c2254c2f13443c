import { createParser } from "eventsource-parser";
import { call } from "./call.js";
import { lost } from "./connection.js";
import { ApiFailure, isAbort, readFailure } from "./failure.js";
import { type Json, numberOf, recordOf, recordsOf, textOf } from "./read.js";
import { readUsage, type Usage } from "./sessions.js";

/** What a stream brings, one thing at a time. */
export type ChatPiece =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "reasoning"; readonly text: string }
  | { readonly type: "tool"; readonly index: number; readonly id?: string; readonly name?: string; readonly arguments: string }
  | { readonly type: "image"; readonly url: string }
  | { readonly type: "model"; readonly model: string }
  | { readonly type: "usage"; readonly usage: Usage }
  | { readonly type: "finish"; readonly reason: string }
  /** What the server did on the way: another try, another model, a cached answer. */
  | { readonly type: "notice"; readonly notice: Json };

export interface ChatStreamRequest {
  readonly body: Json;
  readonly sessionId: string;
  readonly signal: AbortSignal;
  readonly onPieces: (pieces: readonly ChatPiece[]) => void;
}

/** Streams an answer. Ends whole, or throws: an answer without its end is never taken for a whole one (FAIL-4). */
export async function streamChat({ body, sessionId, signal, onPieces }: ChatStreamRequest): Promise<void> {
  const response = await call("/v1/chat/completions", {
    method: "POST",
    body: { ...body, stream: true, stream_options: { include_usage: true } },
    headers: { "x-openclaw-session": sessionId, "x-openclaw-events": "1" },
    signal,
  });
  let ended = false;
  let pieces: ChatPiece[] = [];
  const parser = createParser({
    onEvent({ event, data }) {
      if (data === "[DONE]") ended = true;
      else if (event === "openclaw") pieces.push({ type: "notice", notice: recordOf(parse(data)) });
      else pieces.push(...readChunk(recordOf(parse(data))));
    },
  });
  const decoder = new TextDecoder();
  try {
    for await (const bytes of readable(response)) {
      parser.feed(decoder.decode(bytes, { stream: true }));
      if (pieces.length > 0) onPieces(pieces);
      pieces = [];
    }
  } catch (error) {
    if (isAbort(error) || error instanceof ApiFailure) throw error;
    lost();
    throw brokenOff();
  }
  if (ended) return;
  lost();
  throw brokenOff();
}

function brokenOff(): ApiFailure {
  return new ApiFailure("The connection broke off while the answer was coming. What had come is kept.", { status: 0, code: "unreachable" });
}

async function* readable(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return {};
  }
}

/** One chunk as pieces. @throws ApiFailure when it is an error */
function readChunk(chunk: Json): readonly ChatPiece[] {
  const pieces: ChatPiece[] = [];
  if (chunk["error"] !== undefined && chunk["error"] !== null) throw readFailure(numberOf(recordOf(chunk["error"])["code"]) ?? 502, chunk);
  const model = textOf(chunk["model"]);
  if (model !== undefined) pieces.push({ type: "model", model });
  const [choice] = recordsOf(chunk["choices"]);
  const delta = recordOf(choice?.["delta"]);
  const reasoning = textOf(delta["reasoning"]) ?? textOf(delta["reasoning_content"]);
  if (reasoning !== undefined) pieces.push({ type: "reasoning", text: reasoning });
  const text = textOf(delta["content"]);
  if (text !== undefined) pieces.push({ type: "text", text });
  for (const call of recordsOf(delta["tool_calls"])) pieces.push(readToolPiece(call));
  for (const image of recordsOf(delta["images"])) {
    const url = textOf(recordOf(image["image_url"])["url"]);
    if (url !== undefined) pieces.push({ type: "image", url });
  }
  if (chunk["usage"] != null) pieces.push({ type: "usage", usage: readUsage(recordOf(chunk["usage"])) });
  const reason = textOf(choice?.["finish_reason"]);
  if (reason !== undefined) pieces.push({ type: "finish", reason });
  return pieces;
}

function readToolPiece(call: Json): ChatPiece {
  const asked = recordOf(call["function"]);
  const id = textOf(call["id"]);
  const name = textOf(asked["name"]);
  return {
    type: "tool",
    index: numberOf(call["index"]) ?? 0,
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    arguments: textOf(asked["arguments"]) ?? "",
  };
}
