import { ApiError, Secret } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { build, delta, finish, joined } from "../__fixtures__/answers.js";

const TEXT = delta({ role: "assistant", content: "Hel" });

describe("an error in the stream", () => {
  const ERROR = {
    code: 502,
    message: "Provider disconnected",
    metadata: { error_type: "provider_unavailable", provider_code: "upstream_reset", provider_name: "Acme" },
  };

  // NET-5; trap 4
  it.each([
    ["with an empty delta", { ...delta({ content: "" }, { finish_reason: "error" }), error: ERROR }],
    ["with choices empty", { id: "gen-1", choices: [], error: ERROR }],
    ["bare", { error: ERROR, user_id: "user_1" }],
    ["inside the choice", delta({}, { finish_reason: "error", error: ERROR })],
  ])("%s says code, message and provider, and keeps what had come", (_name, chunk) => {
    const { thrown, message, events } = build([TEXT, chunk, delta({ content: "late" })]);
    expect(thrown).toBeInstanceOf(ApiError);
    expect(thrown).toMatchObject({
      code: "provider_unavailable",
      retryable: true,
      details: { midStream: true, provider: "Acme", providerCode: "upstream_reset", upstreamCode: 502, generationId: "gen-1" },
    });
    expect(thrown?.message).toContain("Provider disconnected");
    expect(message.content).toBe("Hel");
    expect(joined(events)).toBe("Hel");
  });

  it.each([
    ["server_error", "unmapped"],
    [null, "unmapped"],
    [429, "rate_limit_exceeded"],
    ["rate_limit_exceeded", "rate_limit_exceeded"],
    [400, "invalid_request"],
  ])("with the code %j is a %s", (code, wanted) => {
    expect(build([TEXT, { error: { code, message: "It broke" }, choices: [] }]).thrown).toMatchObject({ code: wanted });
  });

  it("that is a bare text is one, and one that is empty, false or null is none", () => {
    expect(build([TEXT, { error: "It broke" }]).thrown?.message).toContain("It broke");
    for (const error of ["", false, null, 0]) expect(build([{ ...TEXT, error }, finish()]).end).toMatchObject({ reason: "stop" });
  });

  it("gives what stood in its own chunk first", () => {
    expect(joined(build([{ ...delta({ content: "Hello" }), error: ERROR }]).events)).toBe("Hello");
  });

  // KEY-6
  it("never repeats the key, whatever its shape", () => {
    const { thrown } = build([{ error: { message: "bad key plain-key", metadata: { raw: '{"key":"plain-key"}' } } }], {
      apiKey: new Secret("plain-key"),
    });
    expect(JSON.stringify([thrown?.message, thrown])).not.toContain("plain-key");
  });
});

describe("a chunk that is no chunk", () => {
  it.each(["", " ", "null", "7", '"words"', "[]", "true"])("%j says nothing", (data) => {
    expect(build([TEXT, data, finish()]).end).toMatchObject({ reason: "stop" });
  });

  it("but broken JSON ends the stream with an error and what had come", () => {
    const { thrown, message } = build([TEXT, '{"id":"gen-1","cho']);
    expect(thrown).toMatchObject({ code: "stream_malformed", generationId: "gen-1" });
    expect(message.content).toBe("Hel");
  });

  it("does no harm once the answer is whole", () => {
    expect(build([TEXT, finish(), '{"usage":{"co']).end).toMatchObject({ reason: "stop" });
  });

  it("after [DONE] is not read", () => {
    expect(build([TEXT, finish(), "[DONE]", delta({ content: "more" }), "{broken"]).message.content).toBe("Hel");
  });
});

// NET-4
it("an answer that goes on beyond what any model writes is given up, with what had come", () => {
  const million = "a".repeat(1024 * 1024);
  const words = Array.from({ length: 20 }, (_, place) => delta(place % 2 === 0 ? { content: million } : { reasoning: million }));
  const { thrown, message } = build(words);
  expect(thrown).toMatchObject({ code: "response_too_large", retryable: false });
  expect(thrown?.message).not.toContain("aaaa");
  expect((message.content as string).length).toBe(3 * 1024 * 1024);

  const call = (input: string) => delta({ tool_calls: [{ index: 0, id: "call_1", function: { name: "f", arguments: input } }] });
  expect(build(Array.from({ length: 20 }, () => call(million))).thrown).toMatchObject({ code: "response_too_large", retryable: false });
});
