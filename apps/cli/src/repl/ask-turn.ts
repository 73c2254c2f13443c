import {
  addUsage,
  ChatError,
  estimateTokens,
  type ChatInput,
  type ChatResult,
  parseThinkingLevel,
  reportCache,
  type UserPart,
} from "@openclaw/chat";
import type { ModelTarget } from "@openclaw/core";
import { createAnswerSink } from "../ask/answer-sink.js";
import { usageParts } from "../ask/event-view.js";
import { answerCostUsd, leastCostUsd } from "../ask/spending-limit.js";
import { shownMs, shownUsd } from "../output/amounts.js";
import { isAbort } from "../output/report-error.js";
import { messageText } from "../sessions/session-files.js";
import { takeTurn } from "../sessions/take-turn.js";
import type { ChatStart, ChatState } from "./chat-state.js";
import { sayFailure } from "./say-failure.js";

/** One question and its answer; what goes wrong is said, and counted as far as it was billed. */
export async function askTurn(
  state: ChatState,
  content: string | readonly UserPart[],
  start: Pick<ChatStart, "timeoutMs" | "params">,
): Promise<void> {
  const { context, reader } = state;
  const { out } = context;
  const cancel = new AbortController();
  let target: ModelTarget | undefined;
  state.last = { content, stored: false };
  try {
    await reader.during(
      () => cancel.abort(new DOMException("Interrupted.", "AbortError")),
      async () => {
        const resolved = await context.targets("chat", {
          model: state.model,
          fallbacks: state.fallbacks,
          ...(start.timeoutMs === undefined ? {} : { overrides: { timeoutMs: start.timeoutMs } }),
        });
        const level = state.thinking ?? (resolved.thinking === undefined ? undefined : parseThinkingLevel(resolved.thinking));
        const [primary] = resolved.targets;
        target = primary;
        const before = state.session?.file.conversation.messages ?? [];
        state.spending.check(leastCostUsd(primary, [{ role: "user", content }], before));
        const session = await state.openSession();
        const system = state.system === undefined ? [] : [{ role: "system" as const, content: state.system }];
        const input: ChatInput = {
          messages: [...system, { role: "user", content }],
          ...(level === undefined ? {} : { thinking: level }),
          ...(start.params === undefined ? {} : { params: start.params }),
        };
        const { result, sent } = await takeTurn(context, {
          resolved,
          input,
          session,
          sentBefore: state.sent,
          sink: createAnswerSink(context),
          signal: cancel.signal,
          sayUsage: (answer, durationMs) =>
            countTurn(state, answer, {
              durationMs,
              target: resolved.targets.find(({ model }) => model.wireId === answer.model) ?? primary,
            }),
        });
        state.sent = [...sent, result.message];
        state.lastAnswer = result.text;
      },
    );
    state.last = { content, stored: true };
  } catch (error) {
    const kept = countFailure(state, error, { content, target });
    if (kept && isAbort(error)) out.note(out.noteStyle("dim", "(stopped; what arrived is kept)"));
    else sayFailure(state, error);
  }
}

/** @returns whether the conversation holds what arrived of the answer */
function countFailure(
  state: ChatState,
  error: unknown,
  { content, target }: { readonly content: string | readonly UserPart[]; readonly target: ModelTarget | undefined },
): boolean {
  const { messages } = state.session?.file.conversation ?? { messages: [] };
  const kept = messages.at(-1)?.role === "assistant" && JSON.stringify(messages.at(-2)?.content) === JSON.stringify(content);
  state.last = { content, stored: kept };
  if (kept) state.lastAnswer = messageText(messages.at(-1)?.content ?? null);
  if (error instanceof ChatError && error.usage?.costUsd !== undefined) {
    state.totals = addUsage(state.totals, error.usage);
    state.spending.add(error.usage.costUsd);
  } else if (kept) {
    // What broke off is billed, and its bill did not come.
    const usage = { promptTokens: estimateTokens(messages.slice(0, -1)), completionTokens: estimateTokens(messages.slice(-1)) };
    const aboutUsd = answerCostUsd(target, usage);
    state.spending.add(aboutUsd ?? 0);
    state.brokenOff.push(aboutUsd);
  }
  return kept;
}

/** Tokens, cache and cost of the turn, and what the chat has cost so far (CLI-4). */
function countTurn(
  state: ChatState,
  { usage, model }: ChatResult,
  { durationMs, target }: { readonly durationMs: number; readonly target: ModelTarget | undefined },
): void {
  const { out } = state.context;
  state.turns++;
  state.totals = addUsage(state.totals, usage);
  state.spending.add(answerCostUsd(target, usage));
  const cache = usage === undefined ? undefined : reportCache([usage], target?.traits.price);
  state.savedUsd += cache?.savedUsd ?? 0;
  const hit = cache === undefined || cache.cachedTokens === 0 ? [] : [`cache ${Math.round(cache.hitRate * 100)}%`];
  const total = state.turns > 1 && state.totals?.costUsd !== undefined ? [`total ${shownUsd(state.totals.costUsd)}`] : [];
  const parts = [model, ...usageParts(usage), ...hit, shownMs(durationMs), ...total];
  out.note(out.noteStyle("dim", parts.join(out.unicode ? " · " : ", ")));
}
