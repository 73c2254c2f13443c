import { type FakeReply, sseFixture } from "@openclaw/testing";
import { delta, finish } from "./answers.js";

export const ANSWER = "Hello, world";
const usage = { prompt_tokens: 1, completion_tokens: 2, cost: 0.25 };
export const GOOD: FakeReply = {
  type: "stream",
  chunks: [sseFixture([delta({ content: "Hello, " }), delta({ content: "world" }), finish(), { ...finish(), choices: [], usage }])],
};
export const BEGUN = sseFixture([": OPENROUTER PROCESSING", delta({ content: "Hello, wo" })], { done: false });
export const ERROR = { code: 502, message: "Provider disconnected", metadata: { error_type: "provider_unavailable" } };

export const stream = (chunks: readonly (string | Uint8Array)[], end: "close" | "stall" | "error" = "close"): FakeReply => ({
  type: "stream",
  chunks,
  end,
});
export const refused = (status: number, error: Record<string, unknown> = {}, headers: Record<string, string> = {}): FakeReply => ({
  type: "json",
  status,
  headers,
  body: { error: { code: status, message: "It failed", ...error } },
});
const page = (status: number): FakeReply => ({
  type: "text",
  status,
  body: "<!DOCTYPE html><html><head><title>502: Bad gateway</title></head></html>",
  headers: { "content-type": "text/html" },
});
const whole = (body: unknown): FakeReply => ({ type: "json", body });

/** A way in which a provider fails, and what becomes of a request that meets it. */
export interface Fault {
  readonly name: string;
  readonly reply: FakeReply;
  readonly code: string;
  /** Requests when nobody else can be asked. */
  readonly alone: number;
  /** Requests until another model has answered; 0 when nobody else is asked. */
  readonly helped: number;
}
const fault = (name: string, reply: FakeReply, code: string, alone: number, helped: number): Fault => ({
  name,
  reply,
  code,
  alone,
  helped,
});

export const FAULTS: readonly Fault[] = [
  fault("a reset", { type: "network-error" }, "network_interrupted", 3, 4),
  fault("silence", { type: "hang" }, "timeout_response", 1, 2),
  fault("a slow first token", stream([": OPENROUTER PROCESSING\n\n"], "stall"), "timeout_first_token", 1, 2),
  fault("comments only", stream([": OPENROUTER PROCESSING\n\n", ": OPENROUTER PROCESSING\n\n"]), "response_empty", 3, 4),
  fault("a cut", stream([BEGUN], "error"), "network_interrupted", 3, 2),
  fault("an end without finish", stream([BEGUN]), "stream_truncated", 3, 2),
  fault("a stall", stream([BEGUN], "stall"), "timeout_stall", 1, 2),
  fault("a malformed first chunk", stream(["data: {broken\n\n"]), "stream_malformed", 3, 4),
  fault("a malformed chunk", stream([BEGUN, "data: {broken\n\n"]), "stream_malformed", 3, 2),
  fault("an error first", stream([sseFixture([{ error: ERROR }])]), "provider_unavailable", 3, 4),
  fault(
    "an error in mid-stream",
    stream([BEGUN, sseFixture([{ ...delta({}, { finish_reason: "error" }), error: ERROR }])]),
    "provider_unavailable",
    3,
    2,
  ),
  fault(
    "an error with a code in words",
    stream([BEGUN, sseFixture([{ choices: [], error: { code: "server_error", message: "It broke" } }])]),
    "unmapped",
    3,
    2,
  ),
  fault("a finish reason error", stream([BEGUN, sseFixture([finish("error")])]), "provider_unavailable", 3, 2),
  fault("an empty answer", stream([sseFixture([delta({ content: "" }), finish()])]), "response_empty", 3, 4),
  fault("an error in a 200", whole({ error: ERROR }), "provider_unavailable", 3, 4),
  fault(
    "an error in the choice of a 200",
    whole({ id: "g", choices: [{ message: { content: "Hello, wo" }, finish_reason: "error", error: ERROR }] }),
    "provider_unavailable",
    3,
    2,
  ),
  fault("a 200 without choices", whole({ id: "g", choices: [] }), "response_empty", 3, 4),
  fault("an empty body", { type: "text", body: "", headers: { "content-type": "application/json" } }, "response_empty", 3, 4),
  fault("blank lines", { type: "text", body: "\n   \n", headers: { "content-type": "application/json" } }, "response_empty", 3, 4),
  fault("a page in a 200", page(200), "response_malformed", 3, 4),
  fault("a page in a 502", page(502), "provider_unavailable", 3, 4),
  fault("400", refused(400), "invalid_request", 1, 0),
  fault("400 of an upstream", refused(400, { metadata: { provider_name: "Acme", raw: "bad schema" } }), "invalid_request", 1, 2),
  fault("401", refused(401), "authentication", 1, 0),
  fault("402", refused(402), "payment_required", 1, 0),
  fault("403", refused(403), "permission_denied", 1, 0),
  fault(
    "403 for money",
    refused(403, { message: "Budget limit exceeded (monthly limit)", metadata: { limit_source: "openrouter_workspace_budget" } }),
    "payment_required",
    1,
    0,
  ),
  fault(
    "403 of moderation",
    refused(403, { message: "Your input was flagged", metadata: { error_type: "content_policy_violation", reasons: ["violence"] } }),
    "content_policy_violation",
    1,
    0,
  ),
  fault("404", refused(404, { message: "No endpoints found for acme/one." }), "not_found", 1, 2),
  fault("408", refused(408), "timeout", 3, 4),
  fault("413", refused(413), "payload_too_large", 1, 2),
  fault("422", refused(422), "unprocessable", 1, 0),
  fault("429", refused(429), "rate_limit_exceeded", 3, 2),
  fault("429 that asks for seconds", refused(429, {}, { "retry-after": "5" }), "rate_limit_exceeded", 3, 2),
  fault("429 that asks for too long", refused(429, {}, { "retry-after": "120" }), "rate_limit_exceeded", 1, 2),
  fault("429 of the day", refused(429, { message: "Rate limit exceeded: free-models-per-day" }), "rate_limit_exceeded", 1, 2),
  ...[500, 502, 503, 504, 524, 529].map((status) =>
    fault(
      String(status),
      refused(status),
      {
        500: "server",
        502: "provider_unavailable",
        503: "provider_overloaded",
        504: "timeout",
        524: "timeout",
        529: "provider_overloaded",
      }[status] ?? "",
      3,
      4,
    ),
  ),
  fault("503 that asks for long", refused(503, {}, { "retry-after": "30" }), "provider_overloaded", 3, 2),
  fault("a redirect", { type: "empty", status: 307, headers: { location: "https://elsewhere.example/" } }, "url_refused", 1, 0),
];
