import { ApiError, StreamError } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { build, delta, finish, joined } from "../__fixtures__/answers.js";

const TEXT = delta({ role: "assistant", content: "Hel" });

describe("an answer", () => {
  // CHAT-10
  it("is a start, its text as it comes, its usage, and a message with everything", () => {
    const usage = {
      prompt_tokens: 9,
      completion_tokens: 2,
      total_tokens: 11,
      cost: 0.0000026,
      prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 3 },
      completion_tokens_details: { reasoning_tokens: 1 },
    };
    expect(build([TEXT, delta({ content: "lo" }), finish(), { ...finish(), choices: [], usage }, "[DONE]"])).toMatchObject({
      events: [
        { type: "start", generationId: "gen-1", model: "acme/one", provider: "Acme" },
        { type: "text", text: "Hel" },
        { type: "text", text: "lo" },
        {
          type: "usage",
          usage: {
            promptTokens: 9,
            completionTokens: 2,
            totalTokens: 11,
            cachedTokens: 4,
            cacheWriteTokens: 3,
            reasoningTokens: 1,
            costUsd: 0.0000026,
          },
        },
      ],
      end: { reason: "stop", rawReason: "stop" },
      message: { role: "assistant", content: "Hello", source: { model: "acme/one", provider: "Acme" } },
    });
  });

  // Trap 37
  it("is not disturbed by fields that the schema does not know, at its root and in its choices", () => {
    const odd = {
      ...delta({ content: "lo" }, { native_finish_reason: null, later: 1 }),
      user_id: "user_1",
      system_fingerprint: null,
      openrouter_metadata: { a: 1 },
    };
    const { events, message, end } = build([TEXT, odd, { ...finish(), user_id: "user_1" }, "[DONE]"]);
    expect(joined(events)).toBe("Hello");
    expect(end).toMatchObject({ reason: "stop" });
    expect(message.extra).toEqual({ openrouter_metadata: { a: 1 } });
  });

  // Trap 6
  it.each([
    ["in a chunk with empty choices", [finish(), { id: "gen-1", choices: [], usage: { cost: 1 } }]],
    ["beside an empty delta", [finish(), { ...delta({ role: "assistant", content: "" }), usage: { cost: 1 } }]],
    ["merged with the finish reason", [{ ...finish(), usage: { cost: 1 } }]],
    ["before the finish reason", [{ ...TEXT, usage: { cost: 1 } }, finish()]],
    ["in a chunk without choices", [finish(), { usage: { cost: 1 } }]],
  ])("takes usage %s", (_where, chunks) => {
    expect(build([TEXT, ...chunks, "[DONE]"]).builder.usage).toMatchObject({ costUsd: 1, promptTokens: 0 });
  });

  // Trap 7, CHAT-10
  it("whose usage is missing, null or half there has no cost rather than a wrong one", () => {
    expect(build([TEXT, finish(), "[DONE]"]).builder.usage).toBeUndefined();
    expect(build([{ ...TEXT, usage: null }, finish()]).builder.usage).toBeUndefined();
    expect(build([TEXT, { ...finish(), usage: { completion_tokens: 3, cost: null } }]).builder.usage).toEqual({
      promptTokens: 0,
      completionTokens: 3,
      totalTokens: 3,
      cachedTokens: 0,
      cacheWriteTokens: 0,
      reasoningTokens: 0,
    });
  });

  // Trap 15
  it("does not think twice when reasoning comes as text and as details", () => {
    const detail = { type: "reasoning.text", text: "Let me", format: "anthropic-claude-v1", index: 0 };
    const result = build([delta({ reasoning: "Let me", reasoning_details: [detail] }), TEXT, finish()]);
    expect(joined(result.events, "reasoning")).toBe("Let me");
    expect(result.message).toMatchObject({ reasoning: "Let me", reasoningDetails: [detail] });
  });

  it("thinks in plain words when the details hold only sealed items", () => {
    const sealed = { type: "reasoning.encrypted", data: "gAAA", id: "rs_1", format: "openai-responses-v1", index: 0 };
    const result = build([delta({ reasoning: "Hm.", reasoning_details: [sealed] }), TEXT, finish()]);
    expect(result.message).toMatchObject({ reasoning: "Hm.", reasoningDetails: [sealed] });
  });

  it.each(["reasoning", "reasoning_content", "reasoning_text"])("reads %s", (key) => {
    expect(build([delta({ [key]: "Hm." }), TEXT, finish()]).message.reasoning).toBe("Hm.");
  });

  it("shows what some providers file under reasoning though it is the answer", () => {
    const result = build([delta({ reasoning_details: [{ type: "response.output_text", text: "Hello" }] }), finish()]);
    expect(joined(result.events)).toBe("Hello");
    expect(result.message).not.toHaveProperty("reasoning");
  });

  // Trap 14
  it.each([
    ["null", null],
    ["an empty text", ""],
    ["a missing one", undefined],
    ["a number", 7],
    ["an object", { a: 1 }],
    ["a list of nothing", [null, 3, {}]],
  ])("goes on after a content that is %s", (_name, content) => {
    expect(build([delta({ content }), TEXT, finish()]).message.content).toBe("Hel");
  });

  it("takes text and pictures from a list of parts", () => {
    const result = build([
      delta({
        content: [
          { type: "text", text: "Here: " },
          { type: "image_url", image_url: { url: "https://a.example/a.png" } },
          { type: "output_text", text: "done" },
        ],
      }),
      finish(),
    ]);
    expect(result.message).toMatchObject({ content: "Here: done", images: [{ url: "https://a.example/a.png" }] });
  });

  // Trap 31
  it("takes pictures in every form, each once", () => {
    const images = [
      { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" }, index: 0 },
      { image_url: "data:image/png;base64,BBBB" },
      { imageUrl: { url: "CCCC" } },
      { url: "https://a.example/d.png" },
      { b64_json: "EEEE", media_type: "image/webp" },
      { inline_data: { mime_type: "image/jpeg", data: "FFFF" } },
      { inlineData: { mimeType: "image/gif", data: "GGGG" } },
      { type: "image_url" },
      null,
      { b64_json: "" },
    ];
    const result = build([delta({ images }), delta({ images: images.slice(0, 1) }), finish()]);
    const urls = [
      "data:image/png;base64,AAAA",
      "data:image/png;base64,BBBB",
      "data:image/png;base64,CCCC",
      "https://a.example/d.png",
      "data:image/webp;base64,EEEE",
      "data:image/jpeg;base64,FFFF",
      "data:image/gif;base64,GGGG",
    ];
    expect(result.events.filter((event) => event.type === "image").map((event) => event.url)).toEqual(urls);
    expect(result.message).toMatchObject({ content: null, images: urls.map((url) => ({ url })) });
    expect(result.end).toMatchObject({ reason: "stop" });
  });

  // Trap 30
  it("joins sound that is cut anywhere", () => {
    const result = build([
      delta({ audio: { id: "a1", data: "QUJ" } }),
      delta({ audio: { transcript: "Hi" } }),
      delta({ audio: { data: "D", transcript: "!", expires_at: 3 } }),
      finish(),
    ]);
    expect(result.events.filter((event) => event.type === "audio")).toEqual([
      { type: "audio", data: "QUJ" },
      { type: "audio", transcript: "Hi" },
      { type: "audio", data: "D", transcript: "!" },
    ]);
    expect(result.message.audio).toEqual({ id: "a1", data: "QUJD", transcript: "Hi!" });
  });

  // Trap 32
  it("tells each annotation once, whatever it lacks", () => {
    const one = { type: "url_citation", url_citation: { url: "https://a.example" } };
    const two = { type: "file", file: { hash: "9f" } };
    const result = build([TEXT, delta({ annotations: [one] }), delta({ annotations: [one, two, null] }), finish()]);
    expect(result.events.filter((event) => event.type === "annotation").map((event) => event.annotation)).toEqual([one, two]);
    expect(result.message.annotations).toEqual([one, two]);
  });

  // CHAT-10; trap 36
  it("keeps fields of the message that nobody knows, as they were sent", () => {
    const result = build([delta({ content: "a", later: { deep: [1] }, role: "assistant" }), finish()]);
    expect(result.message.extra).toEqual({ later: { deep: [1] } });
    const polluted = build(['{"id":"g","choices":[{"delta":{"content":"a","__proto__":{"polluted":1}}}]}', finish()]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(polluted.message).not.toHaveProperty("extra");
  });

  it("takes the names that a later chunk gives, and never an empty one", () => {
    const result = build([
      { id: "", model: "", choices: [], debug: {} },
      { id: "gen-2", model: "", choices: [{ delta: { content: "a" } }] },
      { ...finish(), provider: "Late" },
    ]);
    expect(result.events[0]).toEqual({ type: "start", generationId: "gen-2", model: "acme/asked", provider: undefined });
    expect(result.message.source).toEqual({ model: "acme/one", provider: "Late" });
  });

  it("ignores frames of debugging and metadata", () => {
    expect(
      build([
        { id: "gen-1", choices: [], debug: { echo_upstream_body: { model: "x" } } },
        TEXT,
        { ...finish(), openrouter_metadata: { attempt: 1 } },
      ]),
    ).toMatchObject({ end: { reason: "stop" }, message: { content: "Hel" } });
  });

  it("reads the old function_call", () => {
    const result = build([
      delta({ function_call: { name: "look", arguments: '{"a"' } }),
      delta({ function_call: { arguments: ":1}" } }),
      finish("function_call"),
    ]);
    expect(result.message.toolCalls).toEqual([{ id: "call_0", name: "look", arguments: '{"a":1}' }]);
    expect(result.end.valueOf()).toMatchObject({ reason: "tool-calls" });
  });
});

describe("the finish reason", () => {
  const call = delta({ tool_calls: [{ index: 0, id: "call_1", function: { name: "look", arguments: "{}" } }] });

  it.each([
    ["stop", "stop"],
    ["end_turn", "stop"],
    ["STOP", "stop"],
    ["eos", "stop"],
    ["length", "length"],
    ["MAX_TOKENS", "length"],
    ["model_length", "length"],
    ["content_filter", "content-filter"],
    ["refusal", "content-filter"],
    ["something_new", "other"],
    ["constructor", "other"],
  ])("%s is told as %s, and kept as it was", (raw, reason) => {
    expect(build([TEXT, finish(raw)]).end).toEqual({ reason, rawReason: raw });
  });

  // Trap 8
  it.each(["stop", "unknown", null, "", "tool_calls"])("%j beside tool calls is tool-calls", (raw) => {
    expect(build([call, finish(raw), "[DONE]"]).end).toMatchObject({ reason: "tool-calls" });
  });

  it("that promises tool calls where there is none is a stop with text, and an empty answer without", () => {
    expect(build([TEXT, finish("tool_calls")]).end).toEqual({ reason: "stop", rawReason: "tool_calls" });
    expect(build([delta({ content: "" }), finish("tool_calls")]).end).toEqual({ error: "response_empty" });
  });

  it("length stays length beside a call that was cut short, and the call says what is wrong with it", () => {
    const cut = delta({ tool_calls: [{ index: 0, id: "call_1", function: { name: "look", arguments: '{"a":' } }] });
    const result = build([cut, finish("length")]);
    expect(result.end).toMatchObject({ reason: "length" });
    expect(result.events.at(-1)).toEqual({
      type: "tool-call",
      call: { id: "call_1", name: "look", arguments: '{"a":' },
      problem: "The arguments are not valid JSON.",
    });
  });

  // Trap 5
  it("may be missing when [DONE] is there, padded or not", () => {
    for (const done of ["[DONE]", " [DONE] "]) expect(build([TEXT, done]).end).toEqual({ reason: "stop", rawReason: undefined });
  });

  // FAIL-4; trap 5
  it("may not be missing without [DONE]: that answer was cut", () => {
    const { thrown, message } = build([TEXT]);
    expect(thrown).toBeInstanceOf(StreamError);
    expect(thrown).toMatchObject({ code: "stream_truncated", generationId: "gen-1", retryable: true });
    expect(message.content).toBe("Hel");
  });

  // FAIL-4
  it.each(["error", "network_error", "MALFORMED_FUNCTION_CALL", "insufficient_system_resource"])(
    "%s is an error, whatever came before it",
    (raw) => {
      const { thrown } = build([TEXT, finish(raw)]);
      expect(thrown).toBeInstanceOf(ApiError);
      expect(thrown).toMatchObject({ code: "provider_unavailable", retryable: true, details: { midStream: true, generationId: "gen-1" } });
    },
  );
});

describe("an empty answer", () => {
  // NET-5; traps 3, 16, 18
  it.each([
    ["nothing at all", []],
    ["[DONE] alone", ["[DONE]"]],
    ["no choices", [{ id: "gen-1", choices: [] }, "[DONE]"]],
    ["choices null", [{ id: "gen-1", choices: null }, "[DONE]"]],
    ["no text", [delta({ content: "" }), finish()]],
    ["white space", [delta({ content: " \n" }), finish()]],
    ["reasoning alone", [delta({ reasoning: "Hm." }), finish()]],
    ["a malformed call", [delta({ content: "" }), finish("stop", { native: 1 })]],
  ])("with %s is an error that may be tried again", (_name, chunks) => {
    expect(build(chunks).thrown).toMatchObject({ code: "response_empty", retryable: true });
  });

  it("names Gemini's reason", () => {
    const chunk = delta({ content: "" }, { finish_reason: "stop", native_finish_reason: "MALFORMED_FUNCTION_CALL" });
    expect(build([chunk]).thrown?.message).toContain("(MALFORMED_FUNCTION_CALL)");
  });

  // Trap 16
  it("that used up its budget is told as length, and a filtered one as that", () => {
    expect(build([delta({ reasoning: "Hm." }), finish("length")]).end).toMatchObject({ reason: "length" });
    expect(build([delta({ content: "" }), finish("content_filter")]).end).toMatchObject({ reason: "content-filter" });
  });
});

describe("progress", () => {
  const progressOf = (fields: Record<string, unknown>) => build([delta(fields)]).builder.progress > 0;

  // NET-3
  it("is what the model itself sent: keep-alives and empty deltas are none", () => {
    for (const empty of [
      {},
      { role: "assistant", content: "" },
      { content: null },
      { tool_calls: [] },
      { reasoning_details: [] },
      { index: 0, content: "" },
    ])
      expect(progressOf(empty)).toBe(false);
    for (const some of [
      { content: "a" },
      { reasoning: "a" },
      { reasoning_details: [{ type: "reasoning.encrypted", data: "a" }] },
      { images: [{ url: "a" }] },
    ])
      expect(progressOf(some)).toBe(true);
  });
});

it("says of an unfinished answer what came, without tool calls: a half one must never run", () => {
  const { message } = build([
    delta({ content: "I look.", tool_calls: [{ index: 0, id: "call_1", function: { name: "look", arguments: "{}" } }] }),
  ]);
  expect(message).toEqual({ role: "assistant", content: "I look.", source: { model: "acme/one", provider: "Acme" } });
});
