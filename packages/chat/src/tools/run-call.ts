import type { Clock, JsonObject } from "@openclaw/core";
import { abortReason, defined, readArray, readObject, redact, systemClock } from "@openclaw/core/internal";
import type { ToolCallEvent } from "../events.js";
import type { ImagePart, TextPart, ToolCall, ToolMessage } from "../messages.js";
import type { Tool } from "./tool.js";

/** Asked before a tool with `needsApproval` runs. A string refuses, and tells the model why. */
export type ApproveTool = (call: ToolCall, tool: Tool) => boolean | string | Promise<boolean | string>;

export interface RunCallOptions {
  readonly tools: ReadonlyMap<string, Tool>;
  readonly approve?: ApproveTool | undefined;
  readonly signal: AbortSignal;
  /** 0: no limit. */
  readonly timeoutMs: number;
  readonly clock?: Clock | undefined;
}

export interface CallOutcome {
  /** What was called for; its `name`, and its `id`, which the message answers. */
  readonly call: ToolCall;
  /** Its parsed arguments; absent when they cannot be read. */
  readonly input?: JsonObject;
  /** What `execute` gave back, as it is; absent when it did not run, or failed. */
  readonly output?: unknown;
  /** What the model is told. */
  readonly message: ToolMessage;
  readonly failed: boolean;
  readonly durationMs: number;
}

/**
 * Runs one call. Whatever goes wrong — no such tool, arguments that do not fit, a refusal, a crash, a time-out — becomes the tool's result, so
 * that the model can do something about it (CHAT-11). Only the caller's abort rejects.
 */
export async function runCall(event: Pick<ToolCallEvent, "call" | "input" | "problem">, options: RunCallOptions): Promise<CallOutcome> {
  const { clock = systemClock } = options;
  const startedAtMs = clock.now();
  const { call } = event;
  const outcome = (content: ToolMessage["content"], failed: boolean, output?: unknown): CallOutcome => ({
    call,
    ...defined({ input: event.input, output }),
    message: { role: "tool", toolCallId: call.id, toolName: call.name, content },
    failed,
    durationMs: clock.now() - startedAtMs,
  });
  try {
    const tool = options.tools.get(call.name);
    if (tool === undefined) {
      const names = [...options.tools.keys()].join(", ");
      return outcome(`There is no tool called "${call.name}". There is: ${names === "" ? "none" : names}.`, true);
    }
    if (event.input === undefined) return outcome(event.problem ?? "The arguments cannot be read.", true);
    // Whoever is asked may take their time, but not keep an abort waiting.
    const refusal = await withinTime({ ...options, timeoutMs: 0 }, clock, () => refusalOf(call, tool, options.approve));
    if (refusal !== undefined) return outcome(refusal, true);
    const { input } = event;
    const output = await withinTime(options, clock, (signal) => tool.run(input, { call, signal }));
    return outcome(writeOutput(output), false, output);
  } catch (error) {
    if (options.signal.aborted) throw abortReason(options.signal);
    return outcome(redact(error instanceof Error ? error.message : String(error)), true);
  }
}

async function refusalOf(call: ToolCall, tool: Tool, approve: ApproveTool | undefined): Promise<string | undefined> {
  if (!tool.needsApproval) return undefined;
  const answer = approve === undefined ? false : await approve(call, tool);
  if (answer === true) return undefined;
  return typeof answer === "string" ? answer : "The user did not allow this call.";
}

async function withinTime<Value>(
  { signal, timeoutMs }: RunCallOptions,
  clock: Clock,
  run: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const abort = (reason: Error): void => controller.abort(reason);
  const onAbort = (): void => abort(abortReason(signal));
  signal.throwIfAborted();
  signal.addEventListener("abort", onAbort, { once: true });
  const cancelTimer =
    timeoutMs > 0 ? clock.after(timeoutMs, () => abort(new Error(`The tool did not finish within ${timeoutMs} ms.`))) : undefined;
  // A tool that ignores its signal must not hold the loop.
  const aborted = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener("abort", () => reject(abortReason(controller.signal)), { once: true });
  });
  try {
    return await Promise.race([run(controller.signal), aborted]);
  } finally {
    cancelTimer?.();
    signal.removeEventListener("abort", onAbort);
  }
}

function writeOutput(output: unknown): string | readonly (TextPart | ImagePart)[] {
  if (typeof output === "string") return output === "" ? "(no output)" : output;
  const parts = readArray(readObject(output)?.["parts"]);
  if (parts !== undefined && parts.length > 0 && parts.every(isPart)) return parts;
  // Undefined for what JSON has no word for, whatever its type says.
  return JSON.stringify(output) ?? "(no output)";
}

function isPart(part: unknown): part is TextPart | ImagePart {
  const type = readObject(part)?.["type"];
  return type === "text" || type === "image";
}
