import type { Step, StreamOptions } from "../http/steps.js";
import { isObject, type JsonObject } from "../wire/read-json.js";
import { faultNumber, type Fault } from "./fault.js";

const COMMENT_EVERY_MS = 50;

/** Edits the plan of any stream (chat, responses, messages, images) as the fault says. */
export function applyStreamFault(steps: readonly Step[], fault: Fault | undefined): Step[] {
  if (fault === undefined) return [...steps];
  switch (fault.name) {
    case "slow-first-token":
      return insertBefore(steps, firstData(steps), [{ kind: "wait", ms: faultNumber(fault, 2000) }]);
    case "stall":
      return [...before(steps, faultNumber(fault, 3)), { kind: "stall" }];
    case "cut":
      return fault.param.endsWith("b")
        ? cutAtBytes(steps, faultNumber(fault, 500))
        : [...before(steps, faultNumber(fault, 3)), { kind: "cut" }];
    case "comments-only":
      return [...keepAlive(faultNumber(fault, 20)), { kind: "stall" }];
    case "malformed-chunk": {
      const start = before(steps, faultNumber(fault, 2));
      return [
        ...start,
        { kind: "raw", text: 'data: {"id":"gen-broken","choices":[{"index":0,"delta":{"content":"bro\n\n' },
        ...steps.slice(start.length),
      ];
    }
    case "error-first":
      return [...steps.slice(0, firstData(steps)), errorStep(steps, 502)];
    case "error-mid-stream":
      return [...before(steps, faultNumber(fault, 3)), errorStep(steps, 502), { kind: "done" }];
    case "error-mid-stream-string-code":
      return [...before(steps, faultNumber(fault, 3)), errorStep(steps, "server_error")];
    case "bare-error-chunk":
      return [...before(steps, faultNumber(fault, 3)), { kind: "data", json: { error: { code: 502, message: "Provider disconnected" } } }];
    case "no-done":
      return steps.filter((step) => step.kind !== "done");
    default:
      return [...steps];
  }
}

/** The line end a fault asks for. */
export function lineEndOf(fault: Fault | undefined): Pick<StreamOptions, "lineEnd"> {
  if (fault?.name === "crlf") return { lineEnd: "\r\n" };
  return fault?.name === "cr" ? { lineEnd: "\r" } : {};
}

function firstData(steps: readonly Step[]): number {
  const index = steps.findIndex((step) => step.kind === "data");
  return index < 0 ? steps.length : index;
}

/** Everything up to and with the nth data frame; the last two frames (the end and the usage) are never reached. */
function before(steps: readonly Step[], wanted: number): Step[] {
  const count = Math.min(wanted, Math.max(1, steps.filter((step) => step.kind === "data").length - 2));
  let seen = 0;
  const kept: Step[] = [];
  for (const step of steps) {
    if (step.kind === "data" && (seen += 1) > count) break;
    kept.push(step);
  }
  return kept;
}

function insertBefore(steps: readonly Step[], at: number, added: readonly Step[]): Step[] {
  return [...steps.slice(0, at), ...added, ...steps.slice(at)];
}

function keepAlive(count: number): Step[] {
  return Array.from({ length: count }, (): Step[] => [{ kind: "comment" }, { kind: "wait", ms: COMMENT_EVERY_MS }]).flat();
}

function cutAtBytes(steps: readonly Step[], limit: number): Step[] {
  const text = steps
    .map((step) =>
      step.kind === "comment" ? ": OPENROUTER PROCESSING\n\n" : step.kind === "data" ? `data: ${JSON.stringify(step.json)}\n\n` : "",
    )
    .join("");
  return [{ kind: "raw", text: Buffer.from(text).subarray(0, limit).toString("utf8") }, { kind: "cut" }];
}

/** The gateway's error chunk, with the head of the stream it ends. */
function errorStep(steps: readonly Step[], code: number | string): Step {
  const first = steps.find((step) => step.kind === "data");
  const head: JsonObject = first !== undefined && isObject(first.json) ? first.json : {};
  return {
    kind: "data",
    json: {
      ...Object.fromEntries(["id", "object", "created", "model", "provider"].filter((key) => key in head).map((key) => [key, head[key]])),
      error: { code, message: "Provider disconnected", metadata: { error_type: "provider_unavailable", provider_code: "upstream_reset" } },
      choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: "error", native_finish_reason: null }],
    },
  };
}
