import type { JsonObject, ModelTarget, RequestPlan } from "@openclaw/core";
import type { ChatInput } from "../chat-input.js";
import type { ChatMessage } from "../messages.js";
import { shapeChat } from "../shape/index.js";
import { deepFreeze } from "./targets.js";

export const HELLO: readonly ChatMessage[] = [{ role: "user", content: "Hello" }];

/** The plan for an input that may not be changed by shaping it. */
export function shaped(target: ModelTarget, input: Partial<ChatInput> = {}): RequestPlan & { readonly body: JsonObject } {
  const plan = shapeChat(deepFreeze(target), deepFreeze({ messages: HELLO, ...input }));
  return { ...plan, body: plan.body ?? {} };
}

/** The wire messages of a plan. */
export function wireMessages(plan: RequestPlan): readonly JsonObject[] {
  return plan.body?.["messages"] as unknown as readonly JsonObject[];
}

export function step(plan: RequestPlan, name: string): { readonly applied: boolean; readonly reason: string } | undefined {
  const found = plan.steps.find((candidate) => candidate.step === name);
  return found === undefined ? undefined : { applied: found.applied, reason: found.reason };
}

export function warningCodes(plan: RequestPlan): readonly string[] {
  return plan.warnings.map((warning) => warning.code);
}
