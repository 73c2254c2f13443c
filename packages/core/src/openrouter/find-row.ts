import type { ModelRow } from "./model-row.js";

/** Rows by id, as they are looked up. */
export type RowIndex = ReadonlyMap<string, ModelRow>;

export function indexRows(rows: readonly ModelRow[]): RowIndex {
  return new Map(rows.map((row) => [row.id, row]));
}

// These have rows of their own. Every other variant only routes differently and shares the row of its base.
const STATIC_VARIANTS: ReadonlySet<string> = new Set(["free", "extended", "thinking", "batch"]);

/**
 * The row of a model by the API's id: its own, or for a dynamic variant such as `:nitro` that of the model it varies. A preset on top
 * (`x/y@preset/slug`) changes nothing; a bare preset has no row.
 */
export function findRow(index: RowIndex, wireId: string): ModelRow | undefined {
  const [id = ""] = wireId.split("@preset/", 1);
  const [base = "", ...variants] = id.toLowerCase().split(":");
  const kept = variants.filter((variant) => STATIC_VARIANTS.has(variant));
  return index.get([base, ...variants].join(":")) ?? index.get([base, ...kept].join(":"));
}
