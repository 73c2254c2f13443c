import { addUsage, type ChatInput, type ChatMessage, type FinishEvent, runTools, type ToolLoopEvent, type Usage } from "@openclaw/chat";
import type { ResolvedTargets } from "@openclaw/config";
import { ToolkitError } from "@openclaw/core";
import type { Context } from "../context.js";
import { shownMs, shownUsd } from "../output/amounts.js";
import { printable } from "../output/printable.js";
import { cut } from "../output/cut.js";
import type { BegunTurn } from "../sessions/begin-turn.js";
import type { AgentTools } from "./agent-tools.js";
import type { AnswerSink } from "./answer-sink.js";
import { createEventView, sayUsage } from "./event-view.js";
import { logBrokenOff, logFailed, logUsage } from "../usage/log-usage.js";
import { sayCut } from "./stream-answer.js";

export interface RunAgentOptions {
  readonly resolved: ResolvedTargets;
  readonly input: ChatInput;
  /** Absent: the model may call none. */
  readonly tools?: AgentTools | undefined;
  readonly maxSteps?: number | undefined;
  /** Of everything together, what the tools buy included. */
  readonly maxCostUsd?: number | undefined;
  /** What speaking the answer cost so far; counted against the limit, told by whoever speaks. */
  readonly spokenUsd?: (() => number) | undefined;
  readonly sink?: AnswerSink | undefined;
  readonly onEvent?: ((event: ToolLoopEvent) => void) | undefined;
  /** Of a stored conversation: each step is kept as soon as it is whole, so that nothing that was paid for is forgotten (CHAT-12). */
  readonly turn?: BegunTurn | undefined;
}

/** What one tool call came to. */
export interface ToolRecord {
  readonly name: string;
  readonly failed: boolean;
  readonly durationMs: number;
  readonly files: readonly string[];
}

export interface AgentTurn {
  /** The last answer. */
  readonly finish: FinishEvent;
  readonly text: string;
  readonly steps: number;
  readonly calls: readonly ToolRecord[];
  /** Of all requests to the model. */
  readonly usage: Usage | undefined;
  /** With what the tools bought. */
  readonly costUsd: number | undefined;
}

/**
 * One turn of the agent (CHAT-11): asks, runs the tools that the model calls, and asks again until it answers. What the tools do is said on
 * stderr (CLI-3).
 *
 * @throws ToolkitError `limit_reached` when the turn became too dear; whatever the chat throws; the platform's AbortError
 */
export async function runAgent(context: Context, options: RunAgentOptions): Promise<AgentTurn> {
  const { io, out } = context;
  const { resolved, tools, sink, turn, maxSteps, maxCostUsd = Infinity } = options;
  const input = turn === undefined ? options.input : { ...options.input, messages: turn.sent };
  const startedMs = io.now();
  const view = createEventView(context, { resolved, sink });
  view.wait(`waiting for ${resolved.targets[0]?.model.ref ?? "the model"}`);
  const calls: ToolRecord[] = [];
  let usage: Usage | undefined;
  let running = 0;
  let brokenBy = turn?.brokenBy;
  let step: FinishEvent | undefined;
  const results = new Map<string, ChatMessage>();
  const keepStep = async (finish: FinishEvent): Promise<void> => {
    const answers = (finish.message.toolCalls ?? []).flatMap(({ id }) => results.get(id) ?? []);
    results.clear();
    await turn?.keep([finish.message, ...answers], { usage: finish.usage, generationId: finish.generationId });
  };
  const costUsd = (): number => (usage?.costUsd ?? 0) + (tools?.spentUsd() ?? 0);
  // A video is the one thing that is dear enough, and told beforehand, to be stopped before it is bought.
  if (maxCostUsd !== Infinity) tools?.limitTo(() => maxCostUsd - costUsd() - (options.spokenUsd?.() ?? 0));
  const loop = runTools(
    // Every tool has its own limit; a video takes longer than any one limit for all of them.
    { ...input, target: resolved.targets, tools: tools?.tools ?? [], toolTimeoutMs: 0, ...(maxSteps === undefined ? {} : { maxSteps }) },
    {
      transport: await context.transport(),
      signal: io.signal,
      circuits: context.circuits,
      failover: resolved.failover,
      // Text in a pipe cannot be taken back.
      divergence: sink !== undefined && !out.terminal ? "error" : "restart",
    },
  );
  try {
    for await (const event of loop) {
      options.onEvent?.(event);
      switch (event.type) {
        case "tool-call":
          running += 1;
          // What is said before a call and what is said after it do not run together.
          view.end();
          out.note(sayCall(context, event.call.name, event.call.arguments));
          view.wait(`${event.call.name} is at work`);
          break;
        case "step":
          usage = addUsage(usage, event.finish.usage);
          context.timings?.add("first token", event.finish.attempts.at(-1)?.firstTokenMs);
          await logUsage(context, event.finish, { resolved, session: turn?.session, brokenBy });
          await logBrokenOff(context, event.finish.attempts, { resolved, session: turn?.session });
          brokenBy = undefined;
          step = event.finish;
          break;
        case "tool-result": {
          const { message, failed, durationMs } = event.outcome;
          running -= 1;
          results.set(message.toolCallId, message);
          const files = tools?.filesOf(message.toolCallId) ?? [];
          calls.push({ name: message.toolName ?? "tool", failed, durationMs, files });
          view.end();
          out.note(sayResult(context, event.outcome));
          if (running > 0) break;
          if (step !== undefined) await keepStep(step);
          const spentUsd = costUsd() + (options.spokenUsd?.() ?? 0);
          if (spentUsd >= maxCostUsd) throw tooDear(maxCostUsd, spentUsd);
          view.wait(`waiting for ${resolved.targets[0]?.model.ref ?? "the model"}`);
          break;
        }
        case "loop-error":
          await logBrokenOff(context, event.attempts, { resolved, session: turn?.session });
          return await logFailed(context, event.error, { resolved, session: turn?.session, brokenBy });
        case "loop-finish": {
          view.end();
          const { finish, steps } = event;
          await keepStep(finish);
          sayCut(context, { finishReason: finish.reason });
          sayUsage(context, { usage: event.usage, model: finish.model, attempts: finish.attempts }, io.now() - startedMs);
          if (calls.length > 0) out.detail(`${steps} steps, ${calls.length} tool calls, ${shownUsd(costUsd())} in all`);
          const spent = usage?.costUsd === undefined && (tools?.spentUsd() ?? 0) === 0 ? undefined : costUsd();
          return { finish, text: finish.message.content ?? "", steps, calls, usage: event.usage, costUsd: spent };
        }
        default:
          view.show(event);
      }
    }
  } finally {
    view.end();
    tools?.sayKept();
  }
  throw new ToolkitError("The turn ended without an answer.", { code: "internal" });
}

const SHOWN_ARGUMENTS = 200;

function sayCall({ out }: Context, name: string, given: string): string {
  const mark = out.unicode ? "→" : "->";
  return `${mark} ${printable(name)} ${out.noteStyle("dim", cut(printable(given).replaceAll(/\s+/g, " "), SHOWN_ARGUMENTS, out.unicode))}`;
}

function sayResult({ out }: Context, outcome: Extract<ToolLoopEvent, { type: "tool-result" }>["outcome"]): string {
  const { message, failed, durationMs } = outcome;
  const text = typeof message.content === "string" ? message.content : "done";
  const mark = failed ? out.noteStyle("red", out.unicode ? "✗" : "x") : out.noteStyle("green", out.unicode ? "✓" : "+");
  return `${mark} ${printable(message.toolName ?? "tool")} (${shownMs(durationMs)}): ${printable(text).replaceAll(/\s*\n\s*/g, " ")}`;
}

function tooDear(maxCostUsd: number, spentUsd: number): ToolkitError {
  return new ToolkitError(`The turn cost ${shownUsd(spentUsd)}, and --max-cost allows ${shownUsd(maxCostUsd)}: it ends here.`, {
    code: "limit_reached",
    hint: "What was made is kept. Go on with a higher --max-cost.",
  });
}
