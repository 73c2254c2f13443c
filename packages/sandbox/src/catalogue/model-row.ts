export type Effort = "max" | "xhigh" | "high" | "medium" | "low" | "minimal" | "none";

/** One row of `GET /models`, as the provider writes it. Prices are strings in USD per token; `"-1"` means unknown. */
export interface ModelRowWire {
  id: string;
  canonical_slug: string;
  name: string;
  created: number;
  description: string;
  context_length: number | null;
  architecture: {
    modality: string | null;
    input_modalities: string[];
    output_modalities: string[];
    tokenizer: string;
    instruct_type: string | null;
  };
  pricing: Record<string, unknown> & { prompt: string; completion: string };
  top_provider: { context_length: number | null; max_completion_tokens: number | null; is_moderated: boolean };
  per_request_limits: null;
  supported_parameters: string[];
  default_parameters: Record<string, number | null> | null;
  supported_voices: string[] | null;
  links: { details: string };
  hugging_face_id?: string | null;
  knowledge_cutoff?: string | null;
  expiration_date?: string | null;
  reasoning?: {
    mandatory: boolean;
    default_enabled?: boolean;
    default_effort?: Effort;
    supported_efforts?: Effort[] | null;
    supports_max_tokens?: boolean;
  };
  alias_target?: { name: string; slug: string };
}

/** One row of `GET /videos/models`. */
export interface VideoRowWire {
  id: string;
  canonical_slug: string;
  name: string;
  description: string;
  created: number;
  hugging_face_id: string | null;
  supported_resolutions: string[] | null;
  supported_aspect_ratios: string[] | null;
  supported_sizes: string[] | null;
  supported_durations: number[] | null;
  supported_frame_images: string[] | null;
  generate_audio: boolean | null;
  seed: boolean | null;
  allowed_passthrough_parameters: string[];
  pricing_skus: Record<string, string> | null;
  creativity: number[] | null;
  upscale_factor: { min?: number; max?: number } | null;
}

/** A price of a row in USD per unit; unknown, absent and negative prices count as 0. */
export function priceOf(row: ModelRowWire, key: string): number {
  const price = Number(row.pricing[key] ?? 0);
  return Number.isFinite(price) && price > 0 ? price : 0;
}
