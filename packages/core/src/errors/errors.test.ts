import { describe, expect, it } from "vitest";
import { ApiError } from "./api-error.js";
import { ConfigError } from "./config-error.js";
import { JobError } from "./job-error.js";
import { NetworkError } from "./network-error.js";
import { RequestError } from "./request-error.js";
import { StreamError } from "./stream-error.js";
import { TimeoutError } from "./timeout-error.js";
import { ToolkitError } from "./toolkit-error.js";

const cause = new Error("below");

// NET-5: one small tree
describe("the tree of errors", () => {
  it.each<[string, ToolkitError, boolean]>([
    ["ConfigError", new ConfigError("m", { code: "config_invalid", cause }), false],
    ["RequestError", new RequestError("m", { code: "input_invalid", cause }), false],
    ["ApiError", new ApiError("m", { code: "not_found", status: 404, cause }), false],
    ["NetworkError", new NetworkError("m", { code: "network_interrupted", cause }), true],
    ["NetworkError", new NetworkError("m", { code: "tls_rejected", cause }), false],
    ["TimeoutError", new TimeoutError("stall", 5, { cause }), true],
    ["StreamError", new StreamError("m", { code: "stream_truncated", cause }), true],
    ["JobError", new JobError("m", { code: "job_failed", cause }), false],
  ])("%s carries a code, a cause and whether a retry may help", (name, error, retryable) => {
    expect(error).toBeInstanceOf(ToolkitError);
    expect(ToolkitError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ name, retryable, cause });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ type: name, code: error.code, message: error.message, retryable });
    expect(JSON.stringify(error)).not.toContain("below");
  });

  it("is recognised across two copies of the package, and nothing else is", () => {
    const foreign = Object.assign(new Error("x"), { code: "not_found" });
    Object.defineProperty(foreign, Symbol.for("openclaw.error"), { value: true });
    expect(ToolkitError.isInstance(foreign)).toBe(true);
    expect(ToolkitError.isInstance(new Error("x"))).toBe(false);
    expect(ToolkitError.isInstance({ code: "not_found" })).toBe(false);
  });

  it("leaves out what was not said", () => {
    expect(new RequestError("m", { code: "input_invalid" }).toJSON()).not.toHaveProperty("hint");
    expect(new RequestError("m", { code: "input_invalid" })).not.toHaveProperty("cause");
  });
});

// NET-3: each clock has its own error
it.each([
  ["connect", "No connection within 7 ms from x.", "connectMs"],
  ["response", "No response headers within 7 ms from x.", "responseMs"],
  ["first_token", "No first token within 7 ms from x.", "firstTokenMs"],
  ["stall", "No progress in the stream within 7 ms from x.", "stallMs"],
  ["total", "No complete answer within 7 ms from x.", "totalMs"],
] as const)("a %s timeout says what was waited for and which option sets the limit", (phase, message, option) => {
  const error = new TimeoutError(phase, 7, { what: "x" });
  expect(error).toMatchObject({ message, phase, limitMs: 7, code: `timeout_${phase}` });
  expect(error.hint).toContain(option);
});
