import { Refusal } from "../errors/refusal.js";
import { MODEL_ROWS } from "./find-model.js";
import { priceOf, type ModelRowWire } from "./model-row.js";

const SORTS: Record<string, (left: ModelRowWire, right: ModelRowWire) => number> = {
  newest: (left, right) => right.created - left.created,
  "pricing-low-to-high": (left, right) => totalPrice(left) - totalPrice(right),
  "pricing-high-to-low": (left, right) => totalPrice(right) - totalPrice(left),
  "context-high-to-low": (left, right) => (right.context_length ?? 0) - (left.context_length ?? 0),
};

export interface ModelPage {
  rows: ModelRowWire[];
  totalCount: number;
  /** Relative address of the next page, or null on the last one. */
  next: string | null;
}

/** Answers the query of `GET /models`. Without `output_modalities` only models that write text are listed, as upstream. */
export function queryModels(query: URLSearchParams, path = "/api/v1/models", rows: readonly ModelRowWire[] = MODEL_ROWS): ModelPage {
  const found = rows.filter((row) => matches(row, query));
  const sort = SORTS[query.get("sort") ?? ""];
  if (sort !== undefined) found.sort(sort);
  if (!query.has("limit") && !query.has("offset")) return { rows: found, totalCount: found.length, next: null };
  const offset = wholeNumber(query, "offset", { fallback: 0, min: 0, max: Number.MAX_SAFE_INTEGER });
  const limit = wholeNumber(query, "limit", { fallback: 500, min: 1, max: 1000 });
  const end = offset + limit;
  const next = new URLSearchParams(query);
  next.set("offset", String(end));
  next.set("limit", String(limit));
  return { rows: found.slice(offset, end), totalCount: found.length, next: end < found.length ? `${path}?${next.toString()}` : null };
}

function matches(row: ModelRowWire, query: URLSearchParams): boolean {
  const output = query.get("output_modalities") ?? "text";
  if (output !== "all" && !csv(output).some((modality) => row.architecture.output_modalities.includes(modality))) return false;
  const input = query.get("input_modalities");
  if (input !== null && !csv(input).every((modality) => row.architecture.input_modalities.includes(modality))) return false;
  const parameters = query.get("supported_parameters");
  if (parameters !== null && !csv(parameters).every((name) => row.supported_parameters.includes(name))) return false;
  const authors = query.get("model_authors");
  if (authors !== null && !csv(authors).includes(row.id.split("/")[0] ?? "")) return false;
  const context = query.get("context");
  if (context !== null && (row.context_length ?? 0) < Number(context)) return false;
  const maxPrice = query.get("max_price");
  if (maxPrice !== null && priceOf(row, "prompt") * 1e6 > Number(maxPrice)) return false;
  const words = query.get("q")?.toLowerCase();
  return words === undefined || `${row.id} ${row.name}`.toLowerCase().includes(words);
}

function wholeNumber(
  query: URLSearchParams,
  key: string,
  { fallback, min, max }: { readonly fallback: number; readonly min: number; readonly max: number },
): number {
  const text = query.get(key);
  if (text === null) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) throw new Refusal(400, `Invalid query parameter: ${key}`);
  return value;
}

function csv(text: string): string[] {
  return text.split(",").map((item) => item.trim());
}

function totalPrice(row: ModelRowWire): number {
  return priceOf(row, "prompt") + priceOf(row, "completion");
}
