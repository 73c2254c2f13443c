import {
  endpointUrl,
  type ModelTarget,
  type PlanStep,
  requestHeaders,
  type RequestPlan,
  type Warning,
} from "@openclaw/core/internal/stream";
import type { ChatInput } from "../chat-input.js";
import { orderBody } from "./order-body.js";
import { paramsOf } from "./parameters.js";
import type { Draft, ShapeContext, ShapeStep } from "./step.js";

/** Builds the request by `steps`, in their order: pure, and the same bytes for the same input. */
export function runSteps(shapeSteps: readonly ShapeStep[], target: ModelTarget, input: ChatInput): RequestPlan {
  const context: ShapeContext = { target, input, params: paramsOf(target, input) };
  let draft: Draft = { headers: {}, body: { model: target.model.wireId, stream: true } };
  const steps: PlanStep[] = [];
  const warnings: Warning[] = [];
  for (const { name, apply } of shapeSteps) {
    const result = apply(draft, context);
    draft = result.draft;
    steps.push({ step: name, applied: result.applied, reason: result.reason });
    warnings.push(...(result.warnings ?? []));
  }
  return {
    method: "POST",
    url: endpointUrl(target.endpoint, "/chat/completions"),
    headers: requestHeaders(target, { Accept: "text/event-stream", ...draft.headers }),
    body: orderBody(draft.body),
    warnings,
    steps,
  };
}
