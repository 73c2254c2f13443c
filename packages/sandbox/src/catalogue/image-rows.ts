import { MODEL_ROWS } from "./find-model.js";
import { priceOf, type ModelRowWire } from "./model-row.js";

const RATIOS = ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"];

/** What an image model takes on `/images`, as descriptors; an absent key is not supported. */
export function imageParametersOf(row: ModelRowWire): Record<string, object> {
  const own = row.id.startsWith("sandbox/");
  return {
    resolution: { type: "enum", values: own ? ["512", "1K", "2K", "4K"] : ["1K", "2K", "4K"] },
    aspect_ratio: { type: "enum", values: RATIOS },
    n: { type: "range", min: 1, max: own ? 10 : 4 },
    seed: { type: "boolean" },
    ...(own ? { output_format: { type: "enum", values: ["png", "svg"] }, background: { type: "enum", values: ["auto", "opaque"] } } : {}),
    ...(row.architecture.input_modalities.includes("image") ? { input_references: { type: "range", min: 0, max: 16 } } : {}),
  };
}

/** Every row that paints. */
export function imageRows(): ModelRowWire[] {
  return MODEL_ROWS.filter((row) => row.architecture.output_modalities.includes("image") && !row.id.startsWith("openrouter/"));
}

/** One item of `GET /images/models`. */
export function imageListItem(row: ModelRowWire): object {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    created: row.created,
    architecture: { input_modalities: row.architecture.input_modalities, output_modalities: row.architecture.output_modalities },
    supported_parameters: imageParametersOf(row),
    supports_streaming: row.id.startsWith("sandbox/"),
    endpoints: `/api/v1/images/models/${row.id}/endpoints`,
  };
}

/** The answer of `GET /images/models/{author}/{slug}/endpoints`. */
export function imageEndpoints(row: ModelRowWire): object {
  const perToken = priceOf(row, "image_output") || priceOf(row, "completion");
  return {
    id: row.id,
    endpoints: [
      {
        provider_name: "Sandbox",
        provider_slug: "sandbox",
        provider_tag: "sandbox",
        supported_parameters: imageParametersOf(row),
        supports_streaming: row.id.startsWith("sandbox/"),
        allowed_passthrough_parameters: [],
        pricing: [{ billable: "output_image", unit: "token", cost_usd: perToken }],
      },
    ],
  };
}
