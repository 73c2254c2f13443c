import type { ModelRow } from "@openclaw/core";
import { isFree } from "@openclaw/core/internal";

export interface FreeModel {
  readonly row: ModelRow;
  readonly ref: string;
  /** Billions of parameters, as far as its name says. */
  readonly inferredParamB: number | null;
}

export interface ProbeOutcome {
  readonly ok: boolean;
  readonly latencyMs: number | null;
  readonly error?: string;
  readonly skipped?: boolean;
}

export interface ScannedModel extends FreeModel {
  readonly tool: ProbeOutcome;
  readonly image: ProbeOutcome;
}

export interface FreeModelFilter {
  readonly minParams?: number | undefined;
  readonly maxAgeDays?: number | undefined;
  readonly provider?: string | undefined;
  readonly nowMs: number;
}

const DAY_MS = 86_400_000;

/** The models that cost nothing: `:free` ones, and those whose prompt and answer are both priced at 0; not those that sell songs or pictures by another price. */
export function findFreeModels(rows: readonly ModelRow[], filter: FreeModelFilter): readonly FreeModel[] {
  return rows
    .filter((row) => isFree(row) && row.outputModalities.includes("text") && !row.id.startsWith("openrouter/"))
    .map((row) => ({ row, ref: `openrouter/${row.id}`, inferredParamB: inferParams(`${row.id} ${row.name}`) }))
    .filter(
      ({ row, inferredParamB }) =>
        (filter.minParams === undefined || (inferredParamB ?? 0) >= filter.minParams) &&
        (filter.maxAgeDays === undefined || (row.createdAt ?? 0) * 1000 >= filter.nowMs - filter.maxAgeDays * DAY_MS) &&
        (filter.provider === undefined || row.id.toLowerCase().startsWith(`${filter.provider.toLowerCase()}/`)),
    );
}

/** `70b`, `8x22b`, `1.5B`; the largest that is named. */
export function inferParams(text: string): number | null {
  const found = [...text.toLowerCase().matchAll(/(?:^|[^a-z0-9.])(?:(\d+)x)?(\d+(?:\.\d+)?)b(?![a-z0-9])/g)];
  const sizes = found.map(([, times, size]) => Number(times ?? 1) * Number(size));
  return sizes.length === 0 ? null : Math.max(...sizes);
}

/** Pictures first, then the quicker tool call, the longer window, the larger model, the ref. */
export function rankModels<Model extends FreeModel & Partial<Pick<ScannedModel, "tool" | "image">>>(
  models: readonly Model[],
): readonly Model[] {
  const latency = ({ tool }: Model): number => (tool?.ok === true ? (tool.latencyMs ?? Infinity) : Infinity);
  const order = (a: number, b: number): number => (a === b ? 0 : a - b);
  return models.toSorted(
    (a, b) =>
      Number(b.image?.ok === true) - Number(a.image?.ok === true) ||
      order(latency(a), latency(b)) ||
      (b.row.contextTokens ?? 0) - (a.row.contextTokens ?? 0) ||
      (b.inferredParamB ?? 0) - (a.inferredParamB ?? 0) ||
      a.ref.localeCompare(b.ref),
  );
}
