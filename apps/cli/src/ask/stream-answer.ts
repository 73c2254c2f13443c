import { type ChatEvent, type ChatInput, type ChatResult, type FailoverEvent, streamChat, type Usage } from "@openclaw/chat";
import type { ResolvedTargets } from "@openclaw/config";
import type { Context } from "../context.js";
import { shownMs, shownUsd } from "../output/amounts.js";
import { createProgress } from "../output/progress.js";
import type { AnswerSink } from "./answer-sink.js";

export interface StreamAnswerOptions {
  readonly resolved: ResolvedTargets;
  readonly input: ChatInput;
  /** Gets the text as it comes; absent: nothing is shown before the end. */
  readonly sink?: AnswerSink | undefined;
  /** Gets every event as it comes, for `--stream-json`. */
  readonly onEvent?: ((event: ChatEvent) => void) | undefined;
}

/**
 * Asks, shows the answer while it comes, and gives it whole. What is worth knowing besides it goes to stderr: who answers, who failed,
 * tokens and cost.
 *
 * @throws ChatError with what had arrived, or the platform's AbortError on Ctrl-C; the sink is ended either way
 */
export async function streamAnswer(context: Context, options: StreamAnswerOptions): Promise<ChatResult> {
  const { io, out } = context;
  const { resolved, input, sink, onEvent } = options;
  const startedMs = io.now();
  const progress = createProgress(out, { now: io.now, write: (text) => io.stderr.write(text) });
  const waiting = sink !== undefined && out.animated;
  if (waiting) progress.update(`waiting for ${resolved.targets[0]?.model.ref ?? "the model"}`);
  const stream = streamChat(
    { ...input, target: resolved.targets },
    {
      transport: await context.transport(),
      signal: io.signal,
      circuits: context.circuits,
      failover: resolved.failover,
      // Text in a pipe cannot be taken back.
      onDivergence: sink !== undefined && !out.terminal ? "error" : "restart",
    },
  );
  try {
    for await (const event of stream) {
      onEvent?.(event);
      switch (event.type) {
        case "start":
          if (out.verbose) progress.stop();
          out.detail(`answered by ${event.model}${event.provider === undefined ? "" : ` (${event.provider})`}`);
          break;
        case "reasoning":
          if (waiting) progress.update("thinking");
          break;
        case "text":
          progress.stop();
          sink?.push(event.text);
          break;
        case "failover":
          progress.stop();
          // Part of the answer stands in the current row of the terminal; it goes on below.
          if (event.recovering && out.terminal) io.stderr.write("\n");
          sayFailover(context, event, resolved);
          break;
        case "restart":
          sink?.end();
          out.note("(the answer starts over)");
          break;
        default:
          break;
      }
    }
  } finally {
    progress.stop();
    sink?.end();
  }
  const result = await stream.result();
  out.warn(result.warnings);
  if (result.finishReason === "length") {
    out.note(`${out.noteStyle("yellow", "warning:")} The answer was cut at its token limit; ask for more with --max-tokens.`);
  }
  sayUsage(context, result, io.now() - startedMs);
  return result;
}

function sayFailover({ out }: Context, event: FailoverEvent, { targets }: ResolvedTargets): void {
  const primary = targets[0]?.model.ref ?? event.failed.model;
  if (event.next === event.failed.model) {
    out.detail(`${event.failed.model} failed (${event.failed.reason ?? "unknown"}); trying again`);
    return;
  }
  // openclaw.md §6.5
  const mark = out.unicode ? "↪️ " : "-> ";
  out.note(`${mark}Model Fallback: ${event.next} (selected ${primary}; ${event.failed.reason ?? "unknown"})`);
}

function sayUsage({ out }: Context, { usage, model, attempts }: ChatResult, durationMs: number): void {
  const line = [model, ...usageParts(usage), shownMs(durationMs)].join(" · ");
  const text = out.unicode ? line : line.replaceAll(" · ", ", ");
  if (out.animated) out.note(out.noteStyle("dim", text));
  else out.detail(text);
  const first = attempts.at(-1)?.firstTokenMs;
  if (first !== undefined) out.detail(`first token after ${shownMs(first)}; ${attempts.length} attempt${attempts.length === 1 ? "" : "s"}`);
}

export function usageParts(usage: Usage | undefined): readonly string[] {
  if (usage === undefined) return [];
  const cached = usage.cachedTokens > 0 ? ` (${usage.cachedTokens} cached)` : "";
  const reasoning = usage.reasoningTokens > 0 ? ` (${usage.reasoningTokens} thinking)` : "";
  return [
    `${usage.promptTokens}${cached} in`,
    `${usage.completionTokens}${reasoning} out`,
    ...(usage.costUsd === undefined ? [] : [shownUsd(usage.costUsd)]),
  ];
}
