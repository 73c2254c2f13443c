import { type ChatInput, parseThinkingLevel, shapeChat } from "@openclaw/chat";
import type { ResolvedTargets } from "@openclaw/config";
import type { FlagValues } from "../args/command-spec.js";
import type { Context } from "../context.js";
import { printPlan } from "../output/print-plan.js";
import { joinMessages, type Session } from "../sessions/open-session.js";
import type { ASK_FLAGS } from "./ask-flags.js";
import { hearVoiceNotes } from "./hear-voice-notes.js";
import { readPrompt } from "./read-prompt.js";
import { createSpending, leastCostUsd } from "./spending-limit.js";

export interface PreparedAsk {
  readonly resolved: ResolvedTargets;
  readonly input: ChatInput;
}

export interface PrepareOptions extends Pick<ChatInput, "tools" | "responseFormat"> {
  /** What was said before stands before the question in `--dry-run`. */
  readonly session?: Session | undefined;
  /** What the prompt stands behind on this command's line. */
  readonly example?: string | undefined;
  /** Puts what is piped in where a template wants it. */
  readonly fill?: ((piped: string) => string) | undefined;
}

/**
 * Turns the flags of a question into what is asked and of whom; with `--dry-run` prints the request instead.
 *
 * @returns `undefined` after a dry run
 */
export async function prepareAsk(
  context: Context,
  flags: FlagValues<typeof ASK_FLAGS>,
  text: string,
  { session, example, fill, ...extra }: PrepareOptions = {},
): Promise<PreparedAsk | undefined> {
  const dryRun = flags["dry-run"] === true;
  const thinking = flags.thinking === undefined ? undefined : parseThinkingLevel(flags.thinking);
  const messages = await readPrompt(context, { text, system: flags.system, files: flags.file, example, fill });
  const resolved = await context.targets("chat", {
    model: flags.model,
    fallbacks: flags.fallback,
    dryRun,
    ...(flags.timeout === undefined ? {} : { overrides: { timeoutMs: flags.timeout * 1000 } }),
  });
  const level = thinking ?? (resolved.thinking === undefined ? undefined : parseThinkingLevel(resolved.thinking));
  const params = {
    ...(flags["max-tokens"] === undefined ? {} : { maxTokens: flags["max-tokens"] }),
    ...(flags.temperature === undefined ? {} : { temperature: flags.temperature }),
  };
  const heard = dryRun ? messages : await hearVoiceNotes(context, messages, resolved.targets);
  const input: ChatInput = { messages: heard, ...(level === undefined ? {} : { thinking: level }), params, ...extra };
  const [primary] = resolved.targets;
  const before = session?.file.conversation.messages ?? [];
  if (!dryRun) {
    createSpending(flags["max-cost"]).check(leastCostUsd(primary, heard, before));
    return { resolved, input };
  }
  if (primary !== undefined) printPlan(context, shapeChat(primary, { ...input, messages: joinMessages(before, messages) }), resolved);
  return undefined;
}
