import { charge } from "../account/charge.js";
import { findModel } from "../catalogue/find-model.js";
import { priceOf } from "../catalogue/model-row.js";
import { countTokens } from "../chat/count-tokens.js";
import { sendWhole } from "../chat/complete-chat.js";
import { modelNotFound, wrongEndpoint } from "../errors/model-not-found.js";
import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "../http/exchange.js";
import type { Handler } from "../http/match-route.js";
import { readMultipart } from "../http/read-multipart.js";
import { isObject, objectAt, textAt } from "../wire/read-json.js";
import { makeGenerationId } from "../wire/make-id.js";
import { roundUsd } from "../wire/round-usd.js";

const DEAF = "[The sandbox cannot hear: it has no model, and it did not speak this audio itself.]";
const SECONDS_PER_WORD = 0.38;

interface Hearing {
  model: string;
  sound: Uint8Array;
  language: string | undefined;
  format: string;
}

/** `POST /audio/transcriptions`, JSON and multipart. "Hears" only what this sandbox has spoken, and says so otherwise. */
export const transcribe: Handler = (exchange, sandbox) => {
  const hearing = readHearing(exchange);
  const model = findModel(hearing.model);
  if (model === undefined) throw modelNotFound(hearing.model);
  if (!hearing.model.startsWith("sandbox/fault-") && !model.row.architecture.output_modalities.includes("transcription")) {
    throw wrongEndpoint(hearing.model, "/api/v1/chat/completions");
  }
  const text = sandbox.spoken.recall(hearing.sound) ?? DEAF;
  const words = text.split(/\s+/);
  const seconds = Number((words.length * SECONDS_PER_WORD).toFixed(2));
  const output = countTokens(text);
  const input = Math.ceil(seconds * 10);
  const costUsd = roundUsd((input + output) * priceOf(model.row, "prompt"));
  charge(sandbox, costUsd);
  const nowMs = sandbox.options.now();
  const id = makeGenerationId(nowMs, "stt");
  sandbox.generations.add({
    id,
    model: model.responseId,
    apiType: "stt",
    createdAt: nowMs,
    finishedAt: nowMs,
    streamed: false,
    cancelled: false,
    finishReason: "stop",
    nativeFinishReason: "stop",
    promptTokens: input,
    completionTokens: output,
    reasoningTokens: 0,
    cachedTokens: 0,
    costUsd,
    output: text,
  });
  const verbose = hearing.format === "verbose_json" ? describe(text, words, seconds, hearing.language) : {};
  const usage = { seconds, input_tokens: input, output_tokens: output, total_tokens: input + output, cost: costUsd };
  return sendWhole(exchange, { text, ...verbose, usage }, { "X-Generation-Id": id });
};

function describe(text: string, words: readonly string[], seconds: number, language: string | undefined): object {
  const each = seconds / words.length;
  return {
    task: "transcribe",
    language: language ?? "en",
    duration: seconds,
    segments: [{ id: 0, start: 0, end: seconds, text }],
    words: words.map((word, index) => ({ word, start: Number((index * each).toFixed(3)), end: Number(((index + 1) * each).toFixed(3)) })),
  };
}

function readHearing(exchange: Exchange): Hearing {
  const type = exchange.headers["content-type"] ?? "";
  const hearing = type.startsWith("multipart/") ? fromForm(type, exchange.bytes) : fromJson(exchange.body);
  if (hearing.sound.length === 0) throw new Refusal(400, "Invalid audio: no data");
  if (hearing.format !== "json" && hearing.format !== "verbose_json")
    throw new Refusal(400, `response_format: Invalid option: ${hearing.format}`);
  return hearing;
}

function fromJson(body: unknown): Hearing {
  if (!isObject(body)) throw new Refusal(400, "Invalid JSON body");
  const audio = objectAt(body, "input_audio");
  const data = textAt(audio, "data") ?? "";
  if (data.startsWith("data:")) throw new Refusal(400, "input_audio.data must be raw base64, not a data URI");
  return {
    model: textAt(body, "model") ?? "",
    sound: new Uint8Array(Buffer.from(data, "base64")),
    language: textAt(body, "language"),
    format: textAt(body, "response_format") ?? "json",
  };
}

function fromForm(type: string, bytes: Buffer): Hearing {
  const parts = readMultipart(type, bytes);
  const field = (name: string): string | undefined => parts.find((part) => part.name === name)?.bytes.toString("utf8");
  return {
    model: field("model") ?? "",
    sound: new Uint8Array(parts.find((part) => part.name === "file")?.bytes ?? Buffer.alloc(0)),
    language: field("language"),
    format: field("response_format") ?? "json",
  };
}
