import type { ModelRow } from "@openclaw/core";
import { isFree, readPrice } from "@openclaw/core/internal";
import { shownPerMillion } from "../output/amounts.js";

/** The prices of a model's tokens, per million. A dash: not told, or it is sold by something else than tokens. */
export function shownPrices(row: ModelRow | undefined): { readonly prompt: string; readonly completion: string } {
  const price = row === undefined ? undefined : readPrice(row.pricing);
  const shown = (usd: number | undefined): string => shownPerMillion(usd === 0 && row !== undefined && !isFree(row) ? undefined : usd);
  return { prompt: shown(price?.promptUsd), completion: shown(price?.completionUsd) };
}
