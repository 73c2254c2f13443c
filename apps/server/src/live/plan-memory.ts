import type { RequestPlan } from "@openclaw/core";
import { writePlan, type WrittenPlan } from "./write-plan.js";

/** What was sent for a request, made anew when somebody asks. */
export type RecallPlan = () => { readonly plan: RequestPlan; readonly configuredHeaders: Readonly<Record<string, string>> };

/** The plans of the last requests of this process: nothing is computed, nor written anywhere, until an operator asks for one. */
export interface PlanMemory {
  /** @param size of the request's body; a large one is not kept */
  remember(requestId: string, size: number, recall: RecallPlan): void;
  recall(requestId: string, options: { readonly texts: boolean }): WrittenPlan | undefined;
}

const MAX_PLANS = 200;
const MAX_PLAN_BYTES = 256 * 1024;
const MAX_BYTES = 8 * 1024 * 1024;

export function createPlanMemory(): PlanMemory {
  // The oldest first. A request writes here and nobody may ever ask: looking through all of them is for whoever does.
  const plans: { readonly requestId: string; readonly size: number; readonly recall: RecallPlan }[] = [];
  let bytes = 0;
  return {
    remember(requestId, size, recall) {
      if (!(size <= MAX_PLAN_BYTES)) return;
      plans.push({ requestId, size, recall });
      bytes += size;
      while (plans.length > MAX_PLANS || bytes > MAX_BYTES) bytes -= plans.shift()?.size ?? 0;
    },
    recall(requestId, options) {
      const found = plans.findLast((plan) => plan.requestId === requestId)?.recall();
      return found === undefined ? undefined : writePlan(found.plan, { ...options, configuredHeaders: found.configuredHeaders });
    },
  };
}
