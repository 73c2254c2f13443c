import { RequestError, ToolkitError } from "@openclaw/core";
import { asError, checkFields, type FieldNames } from "@openclaw/core/internal";
import type { ChatAttempt, ChatEvent, FinishEvent, ToolCallEvent } from "../events.js";
import type { ChatMessage, ServerTool } from "../messages.js";
import type { ChatOptions, ChatRequest } from "../options.js";
import { REQUEST_NAMES } from "../shape/field-names.js";
import { streamChat } from "../stream-chat.js";
import { addUsage } from "../add-usage.js";
import type { Usage } from "../usage.js";
import { type ApproveTool, type CallOutcome, runCall } from "./run-call.js";
import type { Tool } from "./tool.js";

export interface RunToolsRequest extends Omit<ChatRequest, "tools"> {
  /** By `defineTool`; OpenRouter's server tools run there. */
  readonly tools: readonly (Tool | ServerTool)[];
  /** Requests to the model at the most; in the last one it may call no more tools and has to answer, else that is a `limit_reached`. Default 16. */
  readonly maxSteps?: number | undefined;
  /** Stops before the next request once this much was billed. Default: no limit. */
  readonly maxCostUsd?: number | undefined;
  /** Calls of one turn that run side by side. Default 8. */
  readonly maxParallel?: number | undefined;
  /** For one call. Default 10 minutes; 0 is no limit. */
  readonly toolTimeoutMs?: number | undefined;
  /** Asked before a tool with `needsApproval` runs; without it such a tool is refused. */
  readonly approve?: ApproveTool | undefined;
}

/** One request of the loop is done; more may follow. */
export interface StepEvent {
  readonly type: "step";
  /** 1 for the first. */
  readonly step: number;
  readonly finish: FinishEvent;
}

/** A tool has run. Results come in the order in which they finish. */
export interface ToolResultEvent {
  readonly type: "tool-result";
  readonly outcome: CallOutcome;
}

/** The loop's end: the last answer, and everything that was added to the conversation. */
export interface LoopFinishEvent {
  readonly type: "loop-finish";
  readonly finish: FinishEvent;
  readonly messages: readonly ChatMessage[];
  readonly usage: Usage | undefined;
  readonly steps: number;
}

/** The loop broke; `messages` is what can be kept: whole turns only, so that the conversation can go on from there. */
export interface LoopErrorEvent {
  readonly type: "loop-error";
  readonly error: Error;
  readonly messages: readonly ChatMessage[];
  readonly usage: Usage | undefined;
  readonly steps: number;
  /** The tries of the request that broke; none when a tool or a limit ended the loop. */
  readonly attempts: readonly ChatAttempt[];
}

export type ToolLoopEvent =
  | Exclude<ChatEvent, { type: "finish" | "error" }>
  | StepEvent
  | ToolResultEvent
  | LoopFinishEvent
  | LoopErrorEvent;

const LOOP_NAMES: FieldNames = {
  what: "a request with tools",
  known: [
    ...REQUEST_NAMES.known,
    ...Object.keys({
      maxSteps: true,
      maxCostUsd: true,
      maxParallel: true,
      toolTimeoutMs: true,
      approve: true,
    } satisfies Record<Exclude<keyof RunToolsRequest, keyof ChatRequest>, true>),
  ],
  elsewhere: {
    ...REQUEST_NAMES.elsewhere,
    maxCost: "maxCostUsd",
    maxTurns: "maxSteps",
    maxToolRoundtrips: "maxSteps",
    stopWhen: "maxSteps",
  },
};

const DEFAULTS = { maxSteps: 16, maxParallel: 8, toolTimeoutMs: 600_000 };

/**
 * Asks, runs the tools that the model calls, and asks again until it answers (CHAT-11). Yields every event of every step, and ends with exactly
 * one `loop-finish` or `loop-error`. Leaving the loop stops the request and the tools.
 *
 * @example
 * for await (const event of runTools({ target, messages, tools: [weather] })) {
 *   if (event.type === "text") process.stdout.write(event.text);
 *   if (event.type === "loop-finish") messages.push(...event.messages);
 *   if (event.type === "loop-error") throw event.error;
 * }
 */
export async function* runTools(request: RunToolsRequest, options: ChatOptions = {}): AsyncGenerator<ToolLoopEvent, void> {
  const {
    maxSteps = DEFAULTS.maxSteps,
    maxCostUsd = Number.POSITIVE_INFINITY,
    maxParallel = DEFAULTS.maxParallel,
    toolTimeoutMs = DEFAULTS.toolTimeoutMs,
    approve,
    ...chat
  } = request;
  const tools = new Map(request.tools.filter((tool): tool is Tool => "run" in tool).map((tool) => [tool.name, tool]));
  const added: ChatMessage[] = [];
  let usage: Usage | undefined;
  let step = 1;
  const left = new AbortController();
  const signal = options.signal === undefined ? left.signal : AbortSignal.any([options.signal, left.signal]);
  try {
    // A bound that is misspelt would not hold.
    checkFields(request, LOOP_NAMES);
    checkLimits({ maxSteps, maxParallel }, 1);
    checkLimits({ maxCostUsd, toolTimeoutMs }, 0);
    for (; ; step++) {
      const calls: ToolCallEvent[] = [];
      const lastStep = step >= maxSteps;
      const stream = streamChat(
        { ...chat, messages: [...request.messages, ...added], ...(lastStep ? { toolChoice: "none" as const } : {}) },
        { ...options, signal },
      );
      let finish: FinishEvent | undefined;
      for await (const event of stream) {
        if (event.type === "error") {
          usage = addUsage(usage, event.usage);
          yield { type: "loop-error", error: event.error, messages: added, usage, steps: step, attempts: event.attempts };
          return;
        }
        if (event.type === "tool-call") calls.push(event);
        if (event.type === "finish") finish = event;
        else yield event;
      }
      if (finish === undefined) return;
      usage = addUsage(usage, finish.usage);
      yield { type: "step", step, finish };
      const runnable = calls.filter(({ call }) => !isServerTool(call.name));
      const { toolCalls: _calls, ...message } = finish.message;
      if (lastStep && runnable.length > 0 && (message.content ?? "").trim() === "") {
        throw limitReached(
          `The model still calls tools in the last of ${step} step${step === 1 ? "" : "s"}, and gives no answer.`,
          "maxSteps",
        );
      }
      // A turn keeps no call that nobody here answers: it would spoil the conversation.
      if (runnable.length === 0 || lastStep) {
        added.push(message);
        yield { type: "loop-finish", finish, messages: added, usage, steps: step };
        return;
      }
      const results: CallOutcome[] = [];
      for await (const [index, outcome] of runCalls(
        runnable,
        { tools, approve, signal, timeoutMs: toolTimeoutMs, clock: options.clock },
        maxParallel,
      )) {
        results[index] = outcome;
        yield { type: "tool-result", outcome };
      }
      added.push({ ...message, toolCalls: runnable.map(({ call }) => call) }, ...results.map((result) => result.message));
      if ((usage?.costUsd ?? 0) >= maxCostUsd) {
        throw limitReached(`The limit of $${maxCostUsd} is reached after ${step} step${step === 1 ? "" : "s"}.`, "maxCostUsd");
      }
    }
  } catch (error) {
    const broken = asError(error);
    yield { type: "loop-error", error: broken, messages: added, usage, steps: step, attempts: [] };
  } finally {
    left.abort();
  }
}

function limitReached(message: string, limit: "maxSteps" | "maxCostUsd"): ToolkitError {
  return new ToolkitError(message, { code: "limit_reached", hint: `Raise ${limit} to go on.` });
}

/** A limit that is no number bounds nothing. @throws RequestError `input_invalid` */
function checkLimits(limits: Readonly<Record<string, number>>, atLeast: number): void {
  const [wrong] = Object.entries(limits).filter(([, limit]) => !(limit >= atLeast));
  if (wrong === undefined) return;
  throw new RequestError(`${wrong[0]} cannot be ${String(wrong[1])}.`, {
    code: "input_invalid",
    hint: `Give a number that is ${atLeast} or more, or leave it out.`,
  });
}

function isServerTool(name: string): boolean {
  return name.startsWith("openrouter:");
}

/** Runs the calls side by side, at most `limit` at once; yields each with its place as it finishes. */
async function* runCalls(
  calls: readonly ToolCallEvent[],
  options: Parameters<typeof runCall>[1],
  limit: number,
): AsyncGenerator<readonly [index: number, outcome: CallOutcome]> {
  const waiting = [...calls.entries()];
  const running = new Map<number, Promise<readonly [number, CallOutcome]>>();
  for (;;) {
    while (running.size < limit) {
      const next = waiting.shift();
      if (next === undefined) break;
      const [index, event] = next;
      running.set(
        index,
        runCall(event, options).then((outcome) => [index, outcome] as const),
      );
    }
    if (running.size === 0) return;
    const done = await Promise.race(running.values());
    running.delete(done[0]);
    yield done;
  }
}
