import type { ModelTarget } from "./target.js";

/** `openrouter/anthropic/claude-sonnet-4.6 at openrouter.ai`: how messages name who was asked. */
export function describeTarget({ model, endpoint }: Pick<ModelTarget, "model" | "endpoint">): string {
  return `${model.ref} at ${endpoint.origin.slice(endpoint.origin.lastIndexOf("/") + 1)}`;
}
