import type { Fault } from "../faults/fault.js";
import type { Step } from "../http/steps.js";
import type { JsonObject } from "../wire/read-json.js";
import type { ChatRequest, ToolCall } from "./chat-request.js";
import type { DeltaStep } from "./delta-step.js";
import type { Reply } from "./reply.js";

/** Letters of arguments in one delta. */
const SLICE = 9;

/** Calls as deltas: id and name first, then slices of the arguments; Gemini sends each call whole. */
export function toolCallSteps(chat: ChatRequest, reply: Reply, delta: DeltaStep, fault: Fault | undefined): Step[] {
  return reply.calls.flatMap((call, index) => {
    const send = (part: JsonObject): Step => delta({ content: null, tool_calls: [placed(part, index, fault)] }, 2);
    if (chat.family === "gemini" && fault === undefined) return [send(opening(call, call.arguments, fault))];
    if (fault?.name === "object-arguments")
      return [send({ ...opening(call, "", fault), function: { name: call.name, arguments: parsed(call) } })];
    return callSteps(call, send, fault);
  });
}

function callSteps(call: ToolCall, send: (part: JsonObject) => Step, fault: Fault | undefined): Step[] {
  const slices: string[] = [];
  for (let at = 0; at < call.arguments.length; at += SLICE) slices.push(call.arguments.slice(at, at + SLICE));
  const late = fault?.name === "late-tool-name";
  const first = late ? { ...idOf(call, fault), type: "function", function: { arguments: "" } } : opening(call, "", fault);
  const repeated = fault?.name === "repeated-tool-id" ? { id: call.id, type: "function" } : {};
  const repeatedName = fault?.name === "repeated-tool-id" ? { name: call.name } : {};
  const steps = [send(first), ...slices.map((slice) => send({ ...repeated, function: { ...repeatedName, arguments: slice } }))];
  if (late) steps.push(send({ function: { name: call.name, arguments: "" } }));
  if (fault?.name === "trailing-whitespace-arguments")
    steps.push(send({ function: { arguments: " " } }), send({ function: { arguments: "\n" } }));
  return steps;
}

function opening(call: ToolCall, args: string, fault: Fault | undefined): JsonObject {
  return { ...idOf(call, fault), type: "function", function: { name: call.name, arguments: args } };
}

function idOf(call: ToolCall, fault: Fault | undefined): JsonObject {
  if (fault?.name !== "missing-tool-ids") return { id: call.id };
  return fault.param === "empty" ? { id: "" } : {};
}

function placed(part: JsonObject, index: number, fault: Fault | undefined): JsonObject {
  return fault?.name === "missing-tool-index" ? part : { index, ...part };
}

function parsed(call: ToolCall): unknown {
  return JSON.parse(call.arguments) as unknown;
}
