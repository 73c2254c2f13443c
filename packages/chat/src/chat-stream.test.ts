import { attemptsOf, ToolkitError } from "@openclaw/core";
import { controlledStream, settle, sseFixture } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { ask, collect, delta, finish, hastyClock, terminal } from "./__fixtures__/answers.js";
import { ChatError } from "./chat-error.js";

const USAGE = { prompt_tokens: 1, completion_tokens: 2, cost: 0.5 };
const GOOD = sseFixture([
  delta({ reasoning: "Hm." }),
  delta({ content: "Hello, " }),
  delta({ content: "world", images: [{ url: "https://a.example/a.png" }] }),
  delta({ tool_calls: [{ index: 0, id: "call_1", function: { name: "look", arguments: '{"x":1}' } }] }),
  finish("tool_calls"),
  { ...finish(), choices: [], usage: USAGE },
]);
const good = () => ask([{ type: "stream", chunks: [GOOD] }]).stream;
const broken = () =>
  ask([{ type: "stream", chunks: [sseFixture([delta({ content: "Hel" })], { done: false })] }], { options: { failover: { retries: 0 } } })
    .stream;

describe("a chat stream", () => {
  // CHAT-10
  it("is events in order, with exactly one end", async () => {
    const events = await collect(good());
    expect(events.map((event) => event.type)).toEqual([
      "start",
      "reasoning",
      "text",
      "text",
      "image",
      "tool-input-start",
      "tool-input",
      "usage",
      "tool-call",
      "finish",
    ]);
    expect(events.at(-2)).toEqual({ type: "tool-call", call: { id: "call_1", name: "look", arguments: '{"x":1}' }, input: { x: 1 } });
    terminal(events);
  });

  // CHAT-10
  it("is the same answer as a whole", async () => {
    const last = terminal(await collect(good()));
    const result = await good().result();
    if (last.type === "error") throw last.error;
    expect(result).toMatchObject({
      text: "Hello, world",
      toolCalls: [{ id: "call_1", name: "look", arguments: '{"x":1}' }],
      images: [{ url: "https://a.example/a.png" }],
      finishReason: "tool-calls",
      rawFinishReason: "tool_calls",
      usage: { costUsd: 0.5 },
      model: "acme/one",
      provider: "Acme",
      generationId: "gen-1",
      warnings: [],
    });
    expect(result.message).toEqual(last.message);
  });

  it("gives its result also after, and beside, whoever iterates it", async () => {
    const after = good();
    await collect(after);
    expect((await after.result()).text).toBe("Hello, world");

    const wire = controlledStream();
    const beside = ask([{ type: "controlled", stream: wire }]).stream;
    const events = collect(beside);
    const result = beside.result();
    wire.push(GOOD);
    expect((await result).text).toBe("Hello, world");
    terminal(await events);
  });

  it("gives the same result however often it is asked for", async () => {
    const stream = good();
    const [one, two] = await Promise.all([stream.result(), stream.result()]);
    expect(one).toEqual(two);
    const failing = broken();
    await expect(failing.result()).rejects.toBeInstanceOf(ChatError);
    await expect(failing.result()).rejects.toBeInstanceOf(ChatError);
  });

  it("is read once: a second loop is told so", async () => {
    const stream = good();
    await collect(stream);
    expect(() => stream[Symbol.asyncIterator]()).toThrow(ToolkitError);
  });

  it("answers reads that do not wait for each other in order", async () => {
    const events = good()[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 12 }, () => events.next()));
    expect(results.map((result) => (result.done === true ? "done" : result.value.type))).toEqual([
      "start",
      "reasoning",
      "text",
      "text",
      "image",
      "tool-input-start",
      "tool-input",
      "usage",
      "tool-call",
      "finish",
      "done",
      "done",
    ]);
  });

  it("is over for whoever left it, and its result is an AbortError", async () => {
    const wire = controlledStream();
    const { stream } = ask([{ type: "controlled", stream: wire }]);
    wire.push(sseFixture([delta({ content: "Hel" })], { done: false }));
    const events = stream[Symbol.asyncIterator]();
    await events.next();
    await events.return?.();
    expect(wire.cancelled()).toBe(true);
    expect(await events.next()).toEqual({ done: true, value: undefined });
    await expect(stream.result()).rejects.toMatchObject({ name: "AbortError" });
  });

  it("that was finished may be cancelled without effect", async () => {
    const stream = good();
    await collect(stream);
    await stream.cancel();
    expect((await stream.result()).text).toBe("Hello, world");
  });

  it("can be read as text alone", async () => {
    const pieces: string[] = [];
    for await (const piece of good().text()) pieces.push(piece);
    expect(pieces).toEqual(["Hello, ", "world"]);
  });

  it("tells an aborted one its reason, once", async () => {
    const controller = new AbortController();
    const wire = controlledStream();
    const { stream } = ask([{ type: "controlled", stream: wire }], { options: { signal: controller.signal } });
    const events = collect(stream);
    await settle();
    controller.abort(new Error("user left"));
    expect(terminal(await events)).toMatchObject({
      error: { message: "user left" },
      attempts: [{ outcome: "aborted", reason: "aborted" }],
    });
    expect(wire.cancelled()).toBe(true);
  });
});

describe("a chat that fails", () => {
  // NET-5, FAIL-4
  it("says code, cause, what had arrived and every try", async () => {
    const error: unknown = await broken()
      .result()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ChatError);
    expect(error).toMatchObject({
      name: "ChatError",
      code: "stream_truncated",
      retryable: true,
      partial: { role: "assistant", content: "Hel" },
      usage: undefined,
      attempts: [{ outcome: "failed", reason: "stream" }],
      cause: { name: "StreamError" },
    });
    expect((error as ChatError).hint).toContain("ask again");
    expect(attemptsOf(error)).toBe((error as ChatError).attempts);
  });

  it("says how long the server asks to wait", async () => {
    const busy = { type: "json", status: 429, headers: { "retry-after": "120" }, body: { error: { code: 429, message: "busy" } } } as const;
    const { stream } = ask([busy], { options: { failover: { retries: 0 } } });
    await expect(stream.result()).rejects.toMatchObject({ name: "ChatError", code: "rate_limit_exceeded", retryAfterMs: 120_000 });
  });

  it("throws the same from text(), after the text that came", async () => {
    const pieces: string[] = [];
    await expect(async () => {
      for await (const piece of broken().text()) pieces.push(piece);
    }).rejects.toMatchObject({ code: "stream_truncated" });
    expect(pieces).toEqual(["Hel"]);
  });

  it("keeps the bill of a try that failed", async () => {
    const failing = [sseFixture([{ ...delta({ content: "Hel" }), usage: USAGE }, { error: { code: 500, message: "It broke" } }])];
    const events = await collect(ask([{ type: "stream", chunks: failing }], { options: { failover: { retries: 0 } } }).stream);
    expect(terminal(events)).toMatchObject({ type: "error", usage: { costUsd: 0.5 }, attempts: [{ costUsd: 0.5 }] });
  });

  // FAIL-5
  it("has as partial answer what the caller has, from whichever try it came", async () => {
    const first = sseFixture(
      [delta({ reasoning: "Hm." }), delta({ images: [{ url: "https://a.example/a.png" }] }), delta({ content: "Hello" })],
      { done: false },
    );
    const events = await collect(
      ask(
        [
          { type: "stream", chunks: [first] },
          { type: "json", status: 503, body: { error: { message: "busy" } } },
        ],
        { options: { clock: hastyClock(), failover: { retries: 1 } } },
      ).stream,
    );
    expect(terminal(events)).toMatchObject({
      type: "error",
      partial: { content: "Hello", reasoning: "Hm.", images: [{ url: "https://a.example/a.png" }], source: { model: "acme/one" } },
    });
  });
});

describe("a reply that comes whole", () => {
  const reply = (body: unknown, headers: Record<string, string> = {}) =>
    ask([{ type: "json", body, headers }], { options: { failover: { retries: 0 } } }).stream;
  const message = {
    role: "assistant",
    content: "Hello",
    reasoning: "Hm.",
    reasoning_details: [{ type: "reasoning.text", text: "Hm.", signature: "EqQB", format: "anthropic-claude-v1", index: 0 }],
    tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name: "look", arguments: "{}" } }],
    later: true,
  };
  const body = {
    id: "gen-9",
    model: "acme/one",
    provider: "Acme",
    choices: [{ index: 0, finish_reason: "tool_calls", message }],
    usage: USAGE,
  };

  // NET-5: some servers ignore `stream`.
  it("is the same events and the same message", async () => {
    const events = await collect(reply(body));
    expect(events.map((event) => event.type)).toEqual(
      ["start", "tool-input-start", "tool-input", "text", "reasoning", "usage", "tool-call", "finish"].toSorted(
        (a, b) => events.findIndex((event) => event.type === a) - events.findIndex((event) => event.type === b),
      ),
    );
    expect(terminal(events)).toMatchObject({
      type: "finish",
      reason: "tool-calls",
      generationId: "gen-9",
      message: {
        content: "Hello",
        reasoning: "Hm.",
        reasoningDetails: message.reasoning_details,
        toolCalls: [{ id: "call_1" }],
        extra: { later: true },
      },
      usage: { costUsd: 0.5 },
    });
  });

  // Trap 1
  it("may begin with keep-alive blanks", async () => {
    const { stream } = ask([
      { type: "text", body: `\n   \n\n${JSON.stringify(body)}`, headers: { "content-type": "application/json; charset=utf-8" } },
    ]);
    expect(terminal(await collect(stream))).toMatchObject({ type: "finish", message: { content: "Hello" } });
  });

  it("may have its text in parts, or none beside its tool calls", async () => {
    const parts = {
      ...body,
      choices: [
        {
          finish_reason: "stop",
          message: {
            content: [
              { type: "text", text: "Hel" },
              { type: "text", text: "lo" },
            ],
          },
        },
      ],
    };
    expect(terminal(await collect(reply(parts)))).toMatchObject({ message: { content: "Hello" } });
    const none = { ...body, choices: [{ finish_reason: "stop", message: { ...message, content: null } }] };
    expect(terminal(await collect(reply(none)))).toMatchObject({ reason: "tool-calls", message: { content: null } });
  });

  it("without a content type is taken for the stream that was asked for", async () => {
    const { stream } = ask([() => new Response(GOOD.slice(), { headers: [] })]);
    expect(terminal(await collect(stream))).toMatchObject({ type: "finish" });
  });
});

it("a stream knows its generation from the headers when no chunk says it", async () => {
  const bytes = sseFixture([{ choices: [{ delta: { content: "Hi" }, finish_reason: "stop" }] }]);
  const events = await collect(ask([{ type: "stream", chunks: [bytes], headers: { "x-generation-id": "gen-h" } }]).stream);
  expect(events[0]).toEqual({ type: "start", generationId: "gen-h", model: "acme/one", provider: undefined });
});
