import { type ChatResult, reportCache } from "@openclaw/chat";
import type { ResolvedTargets } from "@openclaw/config";
import type { Context } from "../context.js";

export interface UsageFacts {
  readonly resolved: ResolvedTargets;
  /** The conversation it belongs to. */
  readonly session?: string | undefined;
  /** Why the prompt cache could not be used from the beginning. */
  readonly brokenBy?: string | undefined;
}

/** One line for `openclaw usage`. An answer is not lost because it could not be counted. */
export async function logUsage(context: Context, { usage, model }: Pick<ChatResult, "usage" | "model">, facts: UsageFacts): Promise<void> {
  const { resolved, session, brokenBy } = facts;
  // What the sandbox counts, nobody pays.
  if (usage === undefined || context.flags.sandbox) return;
  const price = resolved.targets.find((target) => target.model.wireId === model)?.traits.price;
  const { savedUsd } = reportCache([usage], price);
  const entry = {
    atMs: context.io.now(),
    model,
    ...usage,
    ...(session === undefined ? {} : { session }),
    ...(savedUsd === undefined ? {} : { savedUsd }),
    ...(brokenBy === undefined ? {} : { brokenBy }),
  };
  try {
    const { appendUsage } = await import("./usage-log.js");
    await appendUsage((await context.config()).stateDir, entry);
  } catch (error) {
    context.out.detail(`the usage log could not be written: ${(error as Error).message}`);
  }
}
