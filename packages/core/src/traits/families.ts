import type { ReplayFamily } from "./model-traits.js";

/** What a family of models has in common and no catalogue row says. The only place that looks at model ids (REF-3). */
export interface FamilyRule {
  readonly matches: RegExp;
  readonly replay?: ReplayFamily;
  readonly cacheMarkers?: boolean;
  readonly prefill?: boolean;
  readonly noPrefillWhileReasoning?: boolean;
  readonly noForcedToolWhileReasoning?: boolean;
  readonly sanitizeThoughtSignatures?: boolean;
  readonly backfillReasoningContent?: boolean;
  readonly shortToolCallIds?: boolean;
  readonly skipReasoning?: boolean;
  /** Efforts that the family takes, also `none`, which rows leave out of their lists. */
  readonly efforts?: readonly ("xhigh" | "high" | "none")[];
}

/** All matching rules apply, later ones over earlier ones. */
export const FAMILY_RULES: readonly FamilyRule[] = [
  // Claude: explicit cache markers, signed thinking, no prefill while thinking.
  {
    matches: /^anthropic\//,
    replay: "anthropic",
    cacheMarkers: true,
    prefill: true,
    noPrefillWhileReasoning: true,
    noForcedToolWhileReasoning: true,
  },
  // Newer Claude refuses every prefill.
  { matches: /^anthropic\/claude-(?:opus|sonnet|fable|mythos)-(?:4\.[6-9]|[5-9])/, prefill: false },
  { matches: /^google\//, replay: "google" },
  { matches: /gemini/, replay: "google", sanitizeThoughtSignatures: true },
  { matches: /^openai\//, replay: "openai" },
  { matches: /^x-ai\//, replay: "xai" },
  { matches: /^(?:moonshotai|moonshot)\//, replay: "moonshot", prefill: true },
  { matches: /^deepseek\//, replay: "deepseek", prefill: true },
  // DeepSeek V4 wants reasoning_content on every replayed assistant turn.
  {
    matches: /^deepseek\/deepseek-v4-(?:flash|pro)(?:-\d{4,8})?$/,
    backfillReasoningContent: true,
    efforts: ["xhigh", "high", "none"],
  },
  {
    matches: /^(?:mistralai|mistral)\//,
    replay: "mistral",
    shortToolCallIds: true,
    prefill: true,
  },
  { matches: /^(?:qwen|z-ai|meta-llama)\//, prefill: true },
  // Routers pick the model themselves, and the stealth model Hunter Alpha refuses the field (CHAT-1).
  { matches: /^openrouter\/(?:auto|hunter-alpha)$/, skipReasoning: true },
];
