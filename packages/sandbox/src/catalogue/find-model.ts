import { composeRow } from "./compose-row.js";
import { COMPOSED_ROWS } from "./composed-rows.js";
import models from "./generated/models.json" with { type: "json" };
import otherModels from "./generated/other-models.json" with { type: "json" };
import type { ModelRowWire } from "./model-row.js";
import { SANDBOX_ROWS } from "./sandbox-rows.js";
import { VIDEO_ROWS } from "./video-rows.js";

const CLIP_ROWS = VIDEO_ROWS.map((row) =>
  composeRow({
    id: row.id,
    name: row.name,
    description: row.description,
    input: row.supported_frame_images === null ? ["text"] : ["text", "image"],
    output: ["video"],
    context: null,
    maxCompletion: null,
    parameters: [],
    created: row.created,
  }),
);

/** Everything `GET /models?output_modalities=all` lists: sandbox rows first, then real ones. */
export const MODEL_ROWS: readonly ModelRowWire[] = [
  ...SANDBOX_ROWS,
  ...COMPOSED_ROWS,
  ...(models as unknown as ModelRowWire[]),
  ...CLIP_ROWS,
];

const ROWS_BY_ID = new Map(MODEL_ROWS.map((row) => [row.id, row]));
const OTHERS = otherModels as unknown as Record<string, [prompt: string, completion: string, context: number]>;
const DYNAMIC_VARIANTS = new Set(["free", "nitro", "floor", "exacto", "online", "thinking", "extended", "batch"]);
/** Routers answer with a concrete model, as the real ones do; here it is the sandbox's own. */
const ROUTED_TO = "sandbox/guide";

export interface FoundModel {
  /** The row whose traits and prices apply. */
  row: ModelRowWire;
  /** What the response names as `model`. */
  responseId: string;
  /** The router that chose, when one did. */
  router?: string;
}

/** Finds the model behind an id: variants (`:nitro`), aliases (`~author/family-latest`), presets and routers included. */
export function findModel(id: string): FoundModel | undefined {
  const bare = withoutPreset(id);
  if (bare === "") return routed("@preset");
  if (bare.startsWith("sandbox/fault-")) return { row: faultRow(bare), responseId: bare };
  const row = findRow(bare);
  if (row === undefined) return undefined;
  if (row.alias_target !== undefined) return { row, responseId: row.alias_target.slug };
  if (row.id.startsWith("openrouter/")) return routed(row.id);
  return { row, responseId: bare };
}

/** The row itself, for `GET /model/{author}/{slug}`. */
export function findRow(id: string): ModelRowWire | undefined {
  const exact = ROWS_BY_ID.get(id) ?? otherRow(id);
  if (exact !== undefined) return exact;
  const colon = id.lastIndexOf(":");
  if (colon < 0 || !DYNAMIC_VARIANTS.has(id.slice(colon + 1))) return undefined;
  return findRow(id.slice(0, colon));
}

function routed(router: string): FoundModel | undefined {
  const row = ROWS_BY_ID.get(ROUTED_TO);
  return row && { row, responseId: ROUTED_TO, router };
}

function withoutPreset(id: string): string {
  const at = id.indexOf("@preset/");
  return at < 0 ? id : id.slice(0, at);
}

function otherRow(id: string): ModelRowWire | undefined {
  const facts = Object.hasOwn(OTHERS, id) ? OTHERS[id] : undefined;
  if (facts === undefined) return undefined;
  const [prompt, completion, context] = facts;
  return composeRow({
    id,
    name: id,
    description: "Known to the catalogue by id and price only.",
    context,
    pricing: { prompt, completion },
  });
}

function faultRow(id: string): ModelRowWire {
  const guide = ROWS_BY_ID.get("sandbox/guide");
  const recipe = {
    id,
    name: `Sandbox: ${id.slice("sandbox/".length)}`,
    description: "Fails on purpose.",
    input: ["text", "image", "audio", "file", "video"],
    output: ["text", "image", "audio"],
  };
  return guide?.reasoning === undefined ? composeRow(recipe) : composeRow({ ...recipe, reasoning: guide.reasoning });
}
