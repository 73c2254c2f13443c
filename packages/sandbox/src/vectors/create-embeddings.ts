import { charge } from "../account/charge.js";
import { findModel } from "../catalogue/find-model.js";
import { priceOf } from "../catalogue/model-row.js";
import { sendWhole } from "../chat/complete-chat.js";
import { countTokens } from "../chat/count-tokens.js";
import { modelNotFound, wrongEndpoint } from "../errors/model-not-found.js";
import { Refusal } from "../errors/refusal.js";
import type { Handler } from "../http/match-route.js";
import { isObject, numberAt, objectsAt, textAt, type JsonObject } from "../wire/read-json.js";
import { makeGenerationId } from "../wire/make-id.js";
import { roundUsd } from "../wire/round-usd.js";
import { embedText } from "./embed-text.js";

const DEFAULT_DIMENSIONS = 256;
const MOST_DIMENSIONS = 4096;

/** `POST /embeddings`. */
export const createEmbeddings: Handler = (exchange, sandbox) => {
  const { body } = exchange;
  if (!isObject(body)) throw new Refusal(400, "Invalid JSON body");
  const id = textAt(body, "model") ?? "";
  const model = findModel(id);
  if (model === undefined) throw modelNotFound(id);
  if (!id.startsWith("sandbox/fault-") && !model.row.architecture.output_modalities.includes("embeddings")) {
    throw wrongEndpoint(id, "/api/v1/chat/completions");
  }
  const texts = readInputs(body);
  const dimensions = Math.min(MOST_DIMENSIONS, numberAt(body, "dimensions") ?? DEFAULT_DIMENSIONS);
  const base64 = textAt(body, "encoding_format") === "base64";
  const tokens = texts.reduce((total, text) => total + countTokens(text), 0);
  const cost = roundUsd(tokens * priceOf(model.row, "prompt"));
  charge(sandbox, cost);
  const nowMs = sandbox.options.now();
  const generationId = makeGenerationId(nowMs, "emb");
  sandbox.generations.add({
    id: generationId,
    model: model.responseId,
    apiType: "embeddings",
    createdAt: nowMs,
    finishedAt: nowMs,
    streamed: false,
    cancelled: false,
    finishReason: null,
    nativeFinishReason: null,
    promptTokens: tokens,
    completionTokens: 0,
    reasoningTokens: 0,
    cachedTokens: 0,
    costUsd: cost,
  });
  const data = texts.map((text, index) => {
    const vector = embedText(text, dimensions);
    return { object: "embedding", index, embedding: base64 ? toBase64(vector) : vector };
  });
  const usage = { prompt_tokens: tokens, total_tokens: tokens, cost, is_byok: false };
  return sendWhole(
    exchange,
    { id: generationId, object: "list", model: model.responseId, data, usage },
    { "X-Generation-Id": generationId },
  );
};

/** The texts to embed: a string, strings, tokens, or parts whose texts are joined. */
function readInputs(body: JsonObject): string[] {
  const { input } = body;
  if (typeof input === "string") return [input];
  if (!Array.isArray(input) || input.length === 0) throw new Refusal(400, "input is required");
  const items = input as unknown[];
  if (items.every((item) => typeof item === "number")) return [items.join(" ")];
  return items.map((item) => {
    if (typeof item === "string") return item;
    if (Array.isArray(item)) return item.join(" ");
    if (!isObject(item)) throw new Refusal(400, "Invalid input");
    return objectsAt(item, "content")
      .map((part) => textAt(part, "text") ?? JSON.stringify(part))
      .join(" ");
  });
}

function toBase64(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString("base64");
}
