import { readFileSync } from "node:fs";
import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ApiError } from "./api-error.js";
import { LOCAL_ERROR_CODES, UPSTREAM_ERROR_CODES, type ErrorCode } from "./codes.js";
import { readApiError, readErrorValue } from "./read-api-error.js";

interface Example {
  readonly status: number;
  readonly body: { readonly error: { readonly message: string } };
  readonly routes: number;
  readonly example: string;
}
const examples = JSON.parse(
  readFileSync(new URL("../__fixtures__/openrouter-errors/examples.json", import.meta.url), "utf8"),
) as readonly Example[];

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: "invalid_request",
  401: "authentication",
  402: "payment_required",
  403: "permission_denied",
  404: "not_found",
  408: "timeout",
  409: "invalid_request",
  410: "not_found",
  413: "payload_too_large",
  422: "unprocessable",
  429: "rate_limit_exceeded",
  500: "server",
  502: "provider_unavailable",
  503: "provider_overloaded",
  524: "timeout",
  529: "provider_overloaded",
};
const RETRYABLE = new Set([408, 429, 500, 502, 503, 524, 529]);

function read(body: unknown, status = 400): ApiError {
  return readApiError(typeof body === "string" ? body : JSON.stringify(body), { status, what: "openrouter.ai" });
}

// NET-5: every error example of the provider's own API document
describe("the provider's own examples", () => {
  it("are all there", () => {
    expect(examples.reduce((sum, { routes }) => sum + routes, 0)).toBe(445);
  });

  it.each(examples.map(({ status, body, example }) => ({ status, body, example })))("$status of $example", ({ status, body }) => {
    const error = read(body, status);
    expect(error).toMatchObject({ name: "ApiError", status, code: CODE_OF_STATUS[status], retryable: RETRYABLE.has(status) });
    expect(error.message).toBe(`openrouter.ai answered HTTP ${status}: ${body.error.message}`);
    expect(error.details.bodyExcerpt).toContain(body.error.message);
  });
});

// NET-5
describe("the shapes that errors come in", () => {
  it("ends with the last word of what the server said: OpenRouter's own texts may end with a space", () => {
    const body = JSON.stringify({ error: { code: 429, message: "Rate limit exceeded: free-models-per-min. " } });
    expect(readApiError(body, { status: 429 }).message).toMatch(/ HTTP 429: Rate limit exceeded: free-models-per-min\.$/);
  });

  it.each([
    [7, 7_000],
    [-1, 0],
    [1e15, 86_400_000],
  ])("never asks for a wait of more than a day: retry_after %i", (seconds, ms) => {
    expect(read({ error: { message: "away", availability: { retry_after: seconds } } }, 503).details.retryAfterMs).toBe(ms);
  });

  it("reads the availability form, which has no code", () => {
    const error = read({
      error: {
        message: "acme/fake-1.0 is not a valid model ID",
        error_type: "invalid_request",
        http_status: 400,
        availability: {
          code: "model_not_found",
          retryable: false,
          requested_models: ["acme/fake-1.0"],
          fallback_models: ["acme/real-1.0"],
          docs_url: "https://openrouter.ai/docs/errors#model_not_found",
        },
      },
    });
    expect(error).toMatchObject({ code: "not_found", retryable: false });
    expect(error.details).toMatchObject({ availability: "model_not_found", fallbackModels: ["acme/real-1.0"] });
  });

  it.each([
    ["capacity_exhausted", 429, "rate_limit_exceeded", true, 12, 12_000],
    ["temporarily_unavailable", 503, "provider_overloaded", true, null, undefined],
    ["model_unavailable_upstream", 404, "not_found", true, 0.5, 500],
    ["region_restricted", 403, "permission_denied", false, undefined, undefined],
    ["constraint_filtered", 404, "not_found", false, undefined, undefined],
  ])("reads %s with its own word on retrying and waiting", (code, status, type, retryable, retryAfter, retryAfterMs) => {
    const error = read(
      { error: { message: "", error_type: type, http_status: status, availability: { code, retryable, retry_after: retryAfter } } },
      status,
    );
    expect(error).toMatchObject({ code: type, retryable });
    expect(error.details.retryAfterMs).toBe(retryAfterMs);
    expect(error.retryAfterMs).toBe(retryAfterMs);
  });

  it("reads the error type of each skin before it reads the status", () => {
    expect(read({ error: { code: 400, message: "", metadata: { error_type: "context_length_exceeded" } } }).code).toBe(
      "context_length_exceeded",
    );
    expect(read({ type: "error", error: { type: "overloaded_error", message: "", error_type: "provider_overloaded" } }, 500).code).toBe(
      "provider_overloaded",
    );
    expect(
      read({ id: "resp_1", status: "failed", error: { code: "server_error", message: "" }, error_type: "provider_unavailable" }, 500).code,
    ).toBe("provider_unavailable");
  });

  it("does not let a general type hide what the text says plainly", () => {
    const message =
      "This endpoint's maximum context length is 8192 tokens. However, you requested about 9000 tokens (8000 of text input, 1000 in the output).";
    expect(read({ error: { code: 400, message, metadata: { error_type: "invalid_request" } } }).code).toBe("context_length_exceeded");
  });

  // trap 20
  it.each<[string, unknown]>([
    ["a string", "the upstream is asleep"],
    ["JSON in a string", '{"error":{"message":"the upstream is asleep"}}'],
    ["JSON in a string in JSON", JSON.stringify({ error: JSON.stringify({ message: "the upstream is asleep" }) })],
    ["an object", { error: { message: "the upstream is asleep" } }],
    ["an array", [{ error: { message: "the upstream is asleep" } }]],
    ["an object with a detail", { detail: "the upstream is asleep" }],
  ])("digs the human text out of metadata.raw when it is %s", (_kind, raw) => {
    const error = read({ error: { code: 502, message: "Provider returned error", metadata: { provider_name: "Acme", raw } } }, 502);
    expect(error.message).toBe("openrouter.ai (Acme) answered HTTP 502: the upstream is asleep");
    expect(error.details.provider).toBe("Acme");
  });

  it.each<[string, unknown]>([
    ["null", null],
    ["blank", "  "],
    ["a number", 7],
    ["deeper than anyone writes", JSON.parse(`${'{"error":'.repeat(20)}"x"${"}".repeat(20)}`)],
  ])("keeps the plain message when metadata.raw is %s", (_kind, raw) => {
    expect(read({ error: { message: "Provider returned error", metadata: { raw } } }, 502).message).toContain("Provider returned error");
  });

  it("says the first finding of a raw validation dump", () => {
    const dump = JSON.stringify([
      { code: "invalid_type", path: ["input", 0, "text"], message: "Required" },
      { path: [], message: "other" },
    ]);
    expect(read({ success: false, error: { name: "ZodError", message: dump } }).message).toBe(
      "openrouter.ai answered HTTP 400: input.0.text: Required",
    );
  });

  // trap 21
  it.each([
    [
      "<!DOCTYPE html><html><head><title>502 Bad Gateway | openrouter.ai</title></head></html>",
      'an HTML page ("502 Bad Gateway | openrouter.ai") instead of JSON',
    ],
    ["<html><body>oops</body></html>", "an HTML page instead of JSON"],
    ["", "an empty reply"],
    [" \n ", "an empty reply"],
    ["upstream connect error", "upstream connect error"],
  ])("describes %j instead of parsing it", (text, told) => {
    expect(read(text, 502).message).toBe(`openrouter.ai answered HTTP 502: ${told}`);
  });

  it.each<[string, unknown, string]>([
    ["a string as error", { error: "no such thing" }, "no such thing"],
    ["a bare message", { message: "no such thing" }, "no such thing"],
    ["a bare detail", { detail: "no such thing" }, "no such thing"],
    ["an array around it", [{ error: { code: 400, message: "no such thing" } }], "no such thing"],
  ])("reads %s", (_shape, body, text) => {
    expect(read(body).message).toContain(text);
  });

  it("keeps ids, provider code and limit source for whoever asks support", () => {
    const error = readApiError(
      JSON.stringify({
        error: { code: 429, message: "slow", metadata: { provider_code: "too_fast", limit_source: "openrouter_free_tier_daily" } },
      }),
      { status: 429, requestId: "req_1", generationId: "gen-1" },
    );
    expect(error.details).toMatchObject({
      requestId: "req_1",
      generationId: "gen-1",
      providerCode: "too_fast",
      limitSource: "openrouter_free_tier_daily",
      upstreamCode: 429,
    });
  });
});

// NET-5: texts that are matched where no type was sent
describe("texts without a type", () => {
  it.each<[number, string, ErrorCode]>([
    [400, "acme/x is not a valid model ID", "not_found"],
    [404, "No endpoints found that support tool use", "not_found"],
    [404, "No allowed providers are available for the selected model.", "not_found"],
    [404, "No models match your request and model restrictions", "not_found"],
    [
      402,
      "This request requires more credits, or fewer max_tokens. You requested up to 64000 tokens, but can only afford 812.",
      "payment_required",
    ],
    [402, "Prompt tokens limit exceeded: 12000 > 3000. To increase, upgrade your account", "payment_required"],
    [400, "Prompt tokens limit exceeded: 12000 > 3000", "context_length_exceeded"],
    [403, "Budget limit exceeded (monthly limit)", "payment_required"],
    [403, "Key limit exceeded", "payment_required"],
    [429, "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day", "rate_limit_exceeded"],
    [401, "User not found.", "authentication"],
    [403, "Your input was flagged", "content_policy_violation"],
    [500, "the maximum context length service is down", "server"],
    [500, "Overloaded", "provider_overloaded"],
  ])("%i %j means %s", (status, message, code) => {
    expect(read({ error: { code: status, message } }, status).code).toBe(code);
  });
});

describe("what to do next", () => {
  it.each([
    ["can only afford 812", undefined, "at most 812 output tokens"],
    ["Key limit exceeded", undefined, "key's own limit"],
    ["x", "openrouter_key_limit", "key's own limit"],
    ["x", "openrouter_in_flight_budget", "wait a moment"],
    ["Insufficient credits", undefined, "https://openrouter.ai/credits"],
  ])("is said for money: %j %j", (message, limitSource, hint) => {
    expect(read({ error: { code: 402, message, metadata: { limit_source: limitSource } } }, 402).hint).toContain(hint);
  });

  // Trap 26
  it.each([
    ['No endpoints found that support tool use. Try disabling "x".', {}, "None of the model's providers has tool use at the moment"],
    ["No endpoints found that support image input", {}, "has image input at the moment"],
    ["No endpoints found that support the provided 'tool_choice' value.", {}, "has tool_choice at the moment"],
    ["No endpoints found matching your data policy (Free model publication)", {}, "https://openrouter.ai/settings/privacy"],
    ["x", { code: "privacy_restricted" }, "https://openrouter.ai/settings/privacy"],
    ["No allowed providers are available for the selected model.", {}, "widen `provider`"],
    ["No models match your request and model restrictions", {}, "widen `provider`"],
    ["x", { code: "constraint_filtered" }, "widen `provider`"],
    ["x", { code: "free_variant_ended", fallback_models: ["acme/one", "acme/two"] }, "in its place: acme/one."],
    ["No endpoints found for acme/one.", { code: "no_endpoints" }, "Check the model's id"],
  ])("is said of a model that nobody answers for: %j %j", (message, availability, hint) => {
    expect(read({ error: { code: 404, message, availability } }, 404)).toMatchObject({
      code: "not_found",
      hint: expect.stringContaining(hint) as string,
    });
  });

  it("is said for a key, a limit, a length and a model", () => {
    for (const status of [401, 403, 404, 413, 429, 503]) expect(read({ error: { message: "" } }, status).hint).toMatch(/\S/);
  });
});

// trap 25
describe("a platform limit whose reset stands in the body", () => {
  const nowMs = Date.UTC(2026, 0, 1);
  const wait = (reset: unknown): number | undefined =>
    readApiError(JSON.stringify({ error: { code: 429, message: "x", metadata: { headers: { "X-RateLimit-Reset": reset } } } }), {
      status: 429,
      nowMs,
    }).details.retryAfterMs;

  it.each([
    ["milliseconds as a string", String(nowMs + 5_000), 5_000],
    ["milliseconds", nowMs + 5_000, 5_000],
    ["seconds", nowMs / 1000 + 5, 5_000],
    ["the past", nowMs - 5_000, 0],
    ["next year", nowMs + 400 * 86_400_000, 86_400_000],
    ["no number", "soon", undefined],
  ])("is read as %s", (_unit, reset, ms) => {
    expect(wait(reset)).toBe(ms);
  });

  it("gives way to the Retry-After header", () => {
    const text = JSON.stringify({ error: { message: "x", metadata: { headers: { "X-RateLimit-Reset": nowMs + 5_000 } } } });
    expect(readApiError(text, { status: 429, nowMs, retryAfterMs: 7 }).details.retryAfterMs).toBe(7);
  });
});

// traps 2 and 4
describe("an error inside a success", () => {
  it.each<[unknown, number]>([
    [429, 429],
    ["502", 502],
    ["bad_request", 200],
    [null, 200],
    [7, 200],
  ])("with code %j counts as status %i", (code, status) => {
    expect(readErrorValue({ code, message: "x" }, { status: 200 }).status).toBe(status);
  });

  it("says that it came in the stream", () => {
    const error = readErrorValue({ code: 502, message: "gone" }, { status: 200, midStream: true, what: "x/y" });
    expect(error.message).toBe("x/y answered with an error in the stream: gone");
    expect(error).toMatchObject({ retryable: true, details: { midStream: true } });
  });

  it("is retryable when nobody says what it was", () => {
    expect(readErrorValue("", { status: 200 })).toMatchObject({ code: "unmapped", retryable: true });
  });
});

describe("bounds", () => {
  it("keeps little of a long body, and no key", () => {
    const secrets = plantedSecrets("excerpt");
    const error = read(
      { error: { message: `${"x".repeat(500)} ${secrets.apiKey} ${"y".repeat(100_000)}`, metadata: { echo: `Bearer ${secrets.apiKey}` } } },
      500,
    );
    expect(error.message.length).toBeLessThan(700);
    expect(error.details.bodyExcerpt?.length).toBeLessThanOrEqual(2_100);
    expectNoSecrets(error, secrets);
    expectNoSecrets(JSON.stringify(error), secrets);
  });

  it("prints as data without the body", () => {
    expect(read({ error: { code: 404, message: "gone" } }, 404).toJSON()).toEqual({
      type: "ApiError",
      code: "not_found",
      message: "openrouter.ai answered HTTP 404: gone",
      hint: expect.any(String),
      retryable: false,
      status: 404,
      upstreamCode: 404,
    });
  });

  it("reads any JSON whatever as some error", () => {
    const codes: ReadonlySet<string> = new Set<string>([...UPSTREAM_ERROR_CODES, ...LOCAL_ERROR_CODES]);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.jsonValue().map((value) => JSON.stringify({ error: value })),
        ),
        fc.constantFrom(200, 400, 503),
        (text, status) => {
          const error = readApiError(text, { status });
          expect(codes.has(error.code)).toBe(true);
          expect(error.message).not.toBe("");
        },
      ),
    );
  });
});
