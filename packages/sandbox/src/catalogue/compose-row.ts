import type { ModelRowWire } from "./model-row.js";

const CHAT_PARAMETERS = [
  "include_reasoning",
  "max_tokens",
  "reasoning",
  "response_format",
  "seed",
  "stop",
  "structured_outputs",
  "temperature",
  "tool_choice",
  "tools",
  "top_p",
];

export interface RowRecipe {
  id: string;
  name: string;
  description: string;
  input?: string[];
  output?: string[];
  context?: number | null;
  maxCompletion?: number | null;
  pricing?: Record<string, string>;
  parameters?: string[];
  voices?: string[];
  reasoning?: NonNullable<ModelRowWire["reasoning"]>;
  created?: number;
}

/** Writes a whole catalogue row from the few facts that differ. */
export function composeRow(recipe: RowRecipe): ModelRowWire {
  const input = recipe.input ?? ["text"];
  const output = recipe.output ?? ["text"];
  const context = recipe.context === undefined ? 128_000 : recipe.context;
  return {
    id: recipe.id,
    canonical_slug: recipe.id,
    hugging_face_id: null,
    name: recipe.name,
    created: recipe.created ?? 1_760_000_000,
    description: recipe.description,
    context_length: context,
    architecture: {
      modality: `${input.join("+")}->${output.join("+")}`,
      input_modalities: input,
      output_modalities: output,
      tokenizer: "Other",
      instruct_type: null,
    },
    pricing: { prompt: "0", completion: "0", ...recipe.pricing },
    top_provider: {
      context_length: context,
      max_completion_tokens: recipe.maxCompletion === undefined ? 16_384 : recipe.maxCompletion,
      is_moderated: false,
    },
    per_request_limits: null,
    supported_parameters: recipe.parameters ?? CHAT_PARAMETERS,
    default_parameters: null,
    supported_voices: recipe.voices ?? null,
    knowledge_cutoff: null,
    expiration_date: null,
    links: { details: `/api/v1/models/${recipe.id}/endpoints` },
    ...(recipe.reasoning === undefined ? {} : { reasoning: recipe.reasoning }),
  };
}
