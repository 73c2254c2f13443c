import { randomUUID } from "node:crypto";
import type { Usage } from "@openclaw/chat";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { createAnswerSink } from "../ask/answer-sink.js";
import { ASK_FLAGS } from "../ask/ask-flags.js";
import { prepareAsk } from "../ask/prepare-ask.js";
import { streamAnswer } from "../ask/stream-answer.js";
import { EXIT_OK } from "../exit-codes.js";

export const command = defineCommand({
  about: "One turn of the agent, run inside this process.",
  flags: {
    message: { kind: "text", value: "TEXT", summary: "What to say to the agent" },
    local: { kind: "switch", summary: "Run inside this process; the default" },
    "session-id": { kind: "text", value: "ID", summary: "Names the turn in the result" },
    ...ASK_FLAGS,
  },
  examples: [{ line: 'agent --local --message "Summarise yesterday" --json', says: "with everything about the turn" }],
  async run(context, { flags }) {
    const { out, json, io } = context;
    if (flags.message !== undefined && flags.message.trim() === "")
      throw new UsageError("--message is blank.", "Say something to the agent.");
    const startedMs = io.now();
    const prepared = await prepareAsk(context, flags, flags.message ?? "");
    if (prepared === undefined) return EXIT_OK;
    const result = await streamAnswer(context, { ...prepared, ...(json ? {} : { sink: createAnswerSink(context) }) });
    if (!json) return EXIT_OK;
    const { resolved, input } = prepared;
    const [primary] = resolved.targets;
    const { text, model, usage, attempts, finishReason } = result;
    const winner = attempts.findLast(({ outcome }) => outcome === "succeeded")?.model;
    out.json({
      payloads: [{ text, mediaUrl: null }],
      meta: {
        durationMs: io.now() - startedMs,
        agentMeta: {
          sessionId: flags["session-id"] ?? randomUUID(),
          provider: "openrouter",
          model,
          ...(primary?.traits.contextTokens === undefined ? {} : { contextTokens: primary.traits.contextTokens }),
          ...(usage === undefined ? {} : { usage: shortUsage(usage), lastCallUsage: shortUsage(usage), promptTokens: usage.promptTokens }),
          ...(usage?.costUsd === undefined ? {} : { costUsd: usage.costUsd }),
        },
        aborted: false,
        finalAssistantVisibleText: text,
        stopReason: finishReason,
        executionTrace: {
          winnerProvider: "openrouter",
          winnerModel: model,
          attempts,
          fallbackUsed: winner !== undefined && winner !== primary?.model.ref,
          runner: "embedded",
        },
        requestShaping: { authMode: primary?.keyLabel, thinking: input.thinking },
        completion: { stopReason: finishReason, finishReason },
      },
    });
    return EXIT_OK;
  },
});

/** The names that scripts know (openclaw.md §3.4). */
function shortUsage(usage: Usage): Readonly<Record<string, number>> {
  return {
    input: usage.promptTokens - usage.cachedTokens,
    output: usage.completionTokens,
    cacheRead: usage.cachedTokens,
    cacheWrite: usage.cacheWriteTokens,
    total: usage.totalTokens,
  };
}
