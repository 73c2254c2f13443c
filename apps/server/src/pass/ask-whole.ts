import type { ChatInput } from "@openclaw/chat";
import type { ModelTarget, RequestPlan } from "@openclaw/core";

const SHORT_TOKENS = 1_024;

/**
 * May this answer be asked for in one piece? Answers are streamed upstream even for clients that want them whole, because only a stream can
 * be cancelled without being billed to its end, watched for silence, and continued when it breaks. A short answer without reasoning is over
 * before any of that matters, and costs a fraction of the work.
 */
export function isShortAnswer({ params, modalities, hideReasoning }: ChatInput, { traits }: ModelTarget): boolean {
  if (params?.maxTokens === undefined || params.maxTokens > SHORT_TOKENS) return false;
  return traits.reasoning === undefined && modalities === undefined && hideReasoning !== true;
}

/** The same plan for an answer in one piece; the engine's later tries are streams again. */
export function notStreamed(plan: RequestPlan): RequestPlan {
  return { ...plan, headers: { ...plan.headers, Accept: "application/json" }, body: { ...plan.body, stream: false } };
}
