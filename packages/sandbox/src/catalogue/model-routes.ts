import { Refusal } from "../errors/refusal.js";
import type { Handler } from "../http/match-route.js";
import { sendJson } from "../http/reply.js";
import { findRow, MODEL_ROWS } from "./find-model.js";
import { imageEndpoints, imageListItem, imageRows } from "./image-rows.js";
import { listEndpoints, listZdrEndpoints } from "./list-endpoints.js";
import type { ModelRowWire } from "./model-row.js";
import { queryModels } from "./query-models.js";
import { VIDEO_ROWS } from "./video-rows.js";

/** `GET /models` and `GET /models/user`. */
export const listModels: Handler = (exchange) => {
  const page = queryModels(exchange.url.searchParams, exchange.url.pathname);
  sendJson(exchange, { data: page.rows, total_count: page.totalCount, links: { next: page.next } });
};

/** `GET /embeddings/models`. */
export const listEmbeddingModels: Handler = (exchange) => {
  const query = new URLSearchParams(exchange.url.searchParams);
  query.set("output_modalities", "embeddings");
  const page = queryModels(query, exchange.url.pathname);
  sendJson(exchange, { data: page.rows, total_count: page.totalCount, links: { next: page.next } });
};

/** `GET /models/count`. */
export const countModels: Handler = (exchange) => {
  sendJson(exchange, { data: { count: queryModels(exchange.url.searchParams).totalCount } });
};

/** `GET /model/{author}/{slug}`. */
export const getModel: Handler = (exchange) => {
  sendJson(exchange, { data: rowOf(exchange.params) });
};

/** `GET /models/{author}/{slug}/endpoints`. */
export const getModelEndpoints: Handler = (exchange) => {
  sendJson(exchange, { data: listEndpoints(rowOf(exchange.params)) });
};

/** `GET /endpoints/zdr`. */
export const getZdrEndpoints: Handler = (exchange) => {
  sendJson(exchange, { data: listZdrEndpoints(MODEL_ROWS) });
};

/** `GET /images/models`. */
export const listImageModels: Handler = (exchange) => {
  sendJson(exchange, { data: imageRows().map((row) => imageListItem(row)) });
};

/** `GET /images/models/{author}/{slug}/endpoints`. */
export const getImageEndpoints: Handler = (exchange) => {
  const row = rowOf(exchange.params);
  if (!row.architecture.output_modalities.includes("image")) throw new Refusal(404, `Image model ${row.id} not found`);
  sendJson(exchange, imageEndpoints(row));
};

/** `GET /videos/models`. */
export const listVideoModels: Handler = (exchange) => {
  sendJson(exchange, { data: VIDEO_ROWS });
};

/** `GET /providers`: one, and it says what it is. */
export const listProviders: Handler = (exchange) => {
  const provider = {
    name: "Sandbox",
    slug: "sandbox",
    privacy_policy_url: null,
    terms_of_service_url: null,
    status_page_url: null,
    headquarters: null,
    datacenters: null,
  };
  sendJson(exchange, { data: [provider] });
};

function rowOf(params: Record<string, string>): ModelRowWire {
  const id = `${params["author"] ?? ""}/${params["slug"] ?? ""}`;
  const row = findRow(id);
  if (row === undefined) throw new Refusal(404, `Model ${id} not found`);
  return row;
}
