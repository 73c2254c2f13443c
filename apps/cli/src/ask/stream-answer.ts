import { type ChatEvent, type ChatInput, type ChatResult, streamChat } from "@openclaw/chat";
import type { ResolvedTargets } from "@openclaw/config";
import type { Context } from "../context.js";
import type { AnswerSink } from "./answer-sink.js";
import { logBrokenOff, logFailed, logUsage } from "../usage/log-usage.js";
import { createEventView, sayUsage } from "./event-view.js";

export interface StreamAnswerOptions {
  readonly resolved: ResolvedTargets;
  readonly input: ChatInput;
  /** Gets the text as it comes; absent: nothing is shown before the end. */
  readonly sink?: AnswerSink | undefined;
  /** Gets every event as it comes, for `--stream-json`. */
  readonly onEvent?: ((event: ChatEvent) => void) | undefined;
  /** Ends this answer alone; `io.signal` ends it too. */
  readonly signal?: AbortSignal | undefined;
  /** For the usage log: the conversation it belongs to, and why its prompt cache could not be used. */
  readonly session?: string | undefined;
  readonly brokenBy?: string | undefined;
  /** Says tokens and cost in this function's place. */
  readonly sayUsage?: ((result: ChatResult, durationMs: number) => void) | undefined;
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
  const view = createEventView(context, { resolved, sink });
  view.wait(`waiting for ${resolved.targets[0]?.model.ref ?? "the model"}`);
  const stream = streamChat(
    { ...input, target: resolved.targets },
    {
      transport: await context.transport(),
      signal: options.signal === undefined ? io.signal : AbortSignal.any([io.signal, options.signal]),
      circuits: context.circuits,
      failover: resolved.failover,
      // Text in a pipe cannot be taken back.
      divergence: sink !== undefined && sink.shows !== false && !out.terminal ? "error" : "restart",
    },
  );
  try {
    for await (const event of stream) {
      onEvent?.(event);
      view.show(event);
      if (event.type === "finish" || event.type === "error") await logBrokenOff(context, event.attempts, options);
    }
  } finally {
    view.end();
  }
  const result = await stream.result().catch(async (error: unknown) => logFailed(context, error, options));
  out.warn(result.warnings);
  sayCut(context, result);
  const durationMs = io.now() - startedMs;
  if (options.sayUsage === undefined) sayUsage(context, result, durationMs);
  else options.sayUsage(result, durationMs);
  context.timings?.add("first token", result.attempts.at(-1)?.firstTokenMs);
  await logUsage(context, result, options);
  return result;
}

/** Says so when the answer has no end (FAIL-4). */
export function sayCut({ out }: Context, { finishReason }: Pick<ChatResult, "finishReason">): void {
  if (finishReason !== "length") return;
  out.note(`${out.noteStyle("yellow", "warning:")} The answer was cut at its token limit; ask for more with --max-tokens.`);
}
