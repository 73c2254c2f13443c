import { charge } from "../account/charge.js";
import { findModel } from "../catalogue/find-model.js";
import { priceOf } from "../catalogue/model-row.js";
import { sendWhole } from "../chat/complete-chat.js";
import { countTokens } from "../chat/count-tokens.js";
import { contentWords } from "../chat/reply/search-notes.js";
import { modelNotFound, wrongEndpoint } from "../errors/model-not-found.js";
import { Refusal } from "../errors/refusal.js";
import type { Handler } from "../http/match-route.js";
import { isObject, listAt, numberAt, textAt } from "../wire/read-json.js";
import { makeGenerationId } from "../wire/make-id.js";

/** `POST /rerank`: documents by the share of the query's words they hold. */
export const rerank: Handler = (exchange, sandbox) => {
  const { body } = exchange;
  if (!isObject(body)) throw new Refusal(400, "Invalid JSON body");
  const id = textAt(body, "model") ?? "";
  const model = findModel(id);
  if (model === undefined) throw modelNotFound(id);
  if (!id.startsWith("sandbox/fault-") && !model.row.architecture.output_modalities.includes("rerank"))
    throw wrongEndpoint(id, "/api/v1/chat/completions");
  const documents = listAt(body, "documents").map((item) => (typeof item === "string" ? { text: item } : isObject(item) ? item : {}));
  const query = textAt(body, "query");
  if (query === undefined || documents.length === 0) throw new Refusal(400, "query and documents are required");
  const wanted = new Set(contentWords(query));
  const results = documents
    .map((document, index) => ({ index, relevance_score: scoreOf(wanted, textAt(document, "text") ?? ""), document }))
    .sort((left, right) => right.relevance_score - left.relevance_score || left.index - right.index)
    .slice(0, numberAt(body, "top_n") ?? documents.length);
  const cost = priceOf(model.row, "request");
  charge(sandbox, cost);
  const generationId = makeGenerationId(sandbox.options.now(), "rerank");
  const tokens = countTokens(query) + documents.reduce((total, document) => total + countTokens(textAt(document, "text") ?? ""), 0);
  const answer = {
    id: generationId,
    model: model.responseId,
    provider: "Sandbox",
    results,
    usage: { cost, search_units: 1, total_tokens: tokens },
  };
  return sendWhole(exchange, answer, { "X-Generation-Id": generationId });
};

function scoreOf(wanted: ReadonlySet<string>, text: string): number {
  const words = contentWords(text);
  const shared = [...wanted].filter((word) => words.includes(word)).length;
  return Number(((shared + 0.01) / (wanted.size + words.length * 0.05 + 0.02)).toFixed(4));
}
