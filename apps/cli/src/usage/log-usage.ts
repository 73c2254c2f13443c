import { type ChatAttempt, ChatError, type ChatResult, reportCache } from "@openclaw/chat";
import type { ResolvedTargets } from "@openclaw/config";
import { attemptsOf } from "@openclaw/core";
import { billOf } from "@openclaw/core/internal";
import type { Context } from "../context.js";
import type { SpendingKind, UsageEntry } from "./usage-log.js";

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
  await append(context, entry);
}

/** Counts what an answer cost that failed after it had told so, and throws the failure on. */
export async function logFailed(context: Context, error: unknown, facts: UsageFacts): Promise<never> {
  if (error instanceof ChatError) {
    const { partial, usage, attempts } = error;
    const last = facts.resolved.targets.find(({ model }) => model.ref === attempts.at(-1)?.model);
    const model = partial.source?.model ?? last?.model.wireId ?? "unknown";
    await logUsage(context, { usage, model }, facts);
  }
  throw error;
}

/**
 * One line for each try that broke off before its bill, Ctrl-C included: many hosts go on to the end and bill it. What it
 * came to is asked for by `openclaw usage`.
 */
export async function logBrokenOff(context: Context, attempts: readonly ChatAttempt[], { session }: UsageFacts): Promise<void> {
  if (context.flags.sandbox) return;
  for (const { outcome, firstTokenMs, costUsd, generationId, model, keyLabel } of attempts) {
    // Who failed before the first token is not paid; other servers' ids mean nothing to anybody.
    const paid = outcome === "aborted" || (outcome === "failed" && firstTokenMs !== undefined);
    if (!paid || costUsd !== undefined || generationId?.startsWith("gen-") !== true) continue;
    await append(context, {
      atMs: context.io.now(),
      model: apiId(model),
      ...NOTHING_TOLD,
      generation: generationId,
      key: keyLabel,
      ...(session === undefined ? {} : { session }),
    });
  }
}

const NOTHING_TOLD = { promptTokens: 0, completionTokens: 0, totalTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };

/** `openrouter/x/y` → `x/y`; a router keeps its name. */
function apiId(ref: string): string {
  return ref.replace(/^openrouter\/(?=.*\/)/, "");
}

export interface Spending {
  readonly kind: SpendingKind;
  /** By API id or ref; absent where it is not known. */
  readonly model: string | undefined;
  /** Billed; absent where it was not told. */
  readonly costUsd?: number | undefined;
  readonly promptTokens?: number | undefined;
  readonly completionTokens?: number | undefined;
  readonly session?: string | undefined;
  /** Of a job that can be fetched more than once and is billed once, or that is billed piece by piece. */
  readonly job?: string | undefined;
  /** What the provider knows it by: where its cost was not told, it is asked for by this name. */
  readonly generation?: string | undefined;
  /** Which key it was asked with. */
  readonly key?: string | undefined;
}

/** One line for what is no answer: a picture, a recording, vectors. */
export async function logSpending(context: Context, spending: Spending): Promise<void> {
  const { kind, model, costUsd, promptTokens = 0, completionTokens = 0, session, job, generation, key } = spending;
  if (context.flags.sandbox) return;
  await append(context, {
    atMs: context.io.now(),
    model: apiId(model ?? "unknown"),
    kind,
    ...NOTHING_TOLD,
    promptTokens,
    completionTokens,
    totalTokens: promptTokens + completionTokens,
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(session === undefined ? {} : { session }),
    ...(job === undefined ? {} : { job }),
    ...(generation === undefined ? {} : { generation }),
    ...(key === undefined ? {} : { key }),
  });
}

/** Counts what requests were billed that came to nothing (`attemptsOf`), and throws the failure on: an empty answer, the heard parts of a recording. */
export async function logFailedSpending(
  context: Context,
  error: unknown,
  facts: Pick<Spending, "kind" | "session"> & { readonly model?: string },
): Promise<never> {
  // What was made and could be written nowhere failed after its last attempt.
  const { costUsd: ownUsd } = attemptsOf(error).length === 0 ? billOf(error) : {};
  if (ownUsd !== undefined) await logSpending(context, { model: undefined, ...facts, costUsd: ownUsd });
  for (const { model, costUsd, generationId, keyLabel } of attemptsOf(error)) {
    const generation = generationId?.startsWith("gen-") === true ? generationId : undefined;
    if (costUsd !== undefined || generation !== undefined)
      await logSpending(context, { ...facts, model, costUsd, generation, key: keyLabel });
  }
  throw error;
}

async function append(context: Context, entry: UsageEntry): Promise<void> {
  try {
    const { appendUsage } = await import("./usage-log.js");
    await appendUsage((await context.config()).stateDir, entry);
  } catch (error) {
    context.out.detail(`the usage log could not be written: ${(error as Error).message}`);
  }
}
