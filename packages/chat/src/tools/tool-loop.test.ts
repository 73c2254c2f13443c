// CHAT-11
import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { Transport } from "@openclaw/core";
import { readerBody } from "@openclaw/core/internal";
import { sseFixture } from "@openclaw/testing";
import { ask, collect, delta, finish } from "../__fixtures__/answers.js";
import { scriptedChat, sentBody, type ScriptedTurn } from "../__fixtures__/scripted-chat.js";
import type { ToolLoopEvent } from "./tool-loop.js";
import { runTools, type RunToolsRequest } from "./tool-loop.js";
import { defineTool } from "./tool.js";

const weather = defineTool({
  name: "weather",
  description: "The weather in a city.",
  input: z.object({ city: z.string() }),
  execute: ({ city }) => ({ city, sky: "clear" }),
});

async function loop(
  turns: readonly ScriptedTurn[],
  request: Partial<RunToolsRequest> = {},
  options: { readonly signal?: AbortSignal; readonly onEvent?: (event: ToolLoopEvent) => void } = {},
) {
  const { target, transport, fake } = scriptedChat(turns);
  const events: ToolLoopEvent[] = [];
  const all = { target, messages: [{ role: "user" as const, content: "weather in Oslo?" }], tools: [weather], ...request };
  for await (const event of runTools(all, { transport, signal: options.signal })) {
    events.push(event);
    options.onEvent?.(event);
  }
  const last = events.at(-1);
  return { events, last, fake };
}

function finished(last: ToolLoopEvent | undefined) {
  if (last?.type !== "loop-finish") throw new Error(`ended with ${JSON.stringify(last)}`);
  return last;
}

/** What the model was told by its tools before the n-th request. */
function told(fake: Parameters<typeof sentBody>[0], index: number): readonly unknown[] {
  return sentBody(fake, index)
    .messages.filter(({ role }) => role === "tool")
    .map(({ content }) => content);
}

describe("the tool loop", () => {
  it("runs the tool that was called, and hands its result back with the call", async () => {
    const { last, fake } = await loop([[{ name: "weather", arguments: { city: "Oslo" } }], "Clear skies."]);
    const end = finished(last);
    expect(end.finish.message.content).toBe("Clear skies.");
    expect(end.steps).toBe(2);
    expect(end.usage?.costUsd).toBeCloseTo(0.02);
    expect(end.messages.map(({ role }) => role)).toEqual(["assistant", "tool", "assistant"]);
    const second = sentBody(fake, 1);
    expect(second.messages.at(-1)).toEqual({ role: "tool", tool_call_id: "call_0_0", content: '{"city":"Oslo","sky":"clear"}' });
  });

  it("sends the zod schema as JSON Schema", async () => {
    const { fake } = await loop(["none needed"]);
    expect(sentBody(fake, 0).tools).toEqual([
      {
        type: "function",
        function: {
          name: "weather",
          description: "The weather in a city.",
          parameters: { properties: { city: { type: "string" } }, required: ["city"], type: "object" },
        },
      },
    ]);
  });

  it("says of each result which call it answers", async () => {
    const { events } = await loop([[{ name: "weather", arguments: { city: "Oslo" } }], "Clear."]);
    const outcome = events.find((event) => event.type === "tool-result")?.outcome;
    expect(outcome?.call).toEqual({ id: "call_0_0", name: "weather", arguments: '{"city":"Oslo"}' });
    expect(outcome?.message.toolCallId).toBe("call_0_0");
    expect(outcome).toMatchObject({ input: { city: "Oslo" }, output: { city: "Oslo", sky: "clear" }, failed: false });
  });

  it.each<[string, unknown, unknown]>([
    [
      "an instance, as JSON",
      new (class {
        at = new Date(0);
      })(),
      '{"at":"1970-01-01T00:00:00.000Z"}',
    ],
    ["nothing", undefined, "(no output)"],
    ["no text", "", "(no output)"],
    ["parts", { parts: [{ type: "text", text: "seen" }] }, [{ type: "text", text: "seen" }]],
    ["something else of that name", { text: "Hi.", parts: 1 }, '{"text":"Hi.","parts":1}'],
    ["a list of that name", { parts: [{ id: 7 }] }, '{"parts":[{"id":7}]}'],
  ])("tells the model %s", async (_what, output, expected) => {
    const tool = defineTool({ name: "weather", description: "", input: z.object({}), execute: () => output });
    const { last, fake } = await loop([[{ name: "weather", arguments: {} }], "Thanks."], { tools: [tool] });
    finished(last);
    expect(told(fake, 1)).toEqual([expected]);
  });

  it.each([
    ["arguments that do not fit", [{ name: "weather", arguments: { town: "Oslo" } }], /do not fit: city:/],
    ["an unknown tool", [{ name: "weather_v2", arguments: {} }], /no tool called "weather_v2". There is: weather/],
    ["arguments that are no object", [{ name: "weather", arguments: [1] }], /not a JSON object/],
  ] as const)("turns %s into a result that the model can act on", async (_what, calls, expected) => {
    const { last, fake } = await loop([calls, "Sorry."]);
    finished(last);
    expect(told(fake, 1)[0]).toMatch(expected);
  });

  it("says so where there are no tools at all", async () => {
    const { fake } = await loop([[{ name: "weather", arguments: {} }], "Sorry."], { tools: [] });
    expect(told(fake, 1)).toEqual(['There is no tool called "weather". There is: none.']);
  });

  it("turns a crash of a tool into its result, without a stack and without keys", async () => {
    const broken = defineTool({
      name: "weather",
      description: "",
      input: z.object({}),
      execute: () => {
        throw new Error("boom with sk-or-v1-SYNTHETICkey0123456789");
      },
    });
    const { last, fake } = await loop([[{ name: "weather", arguments: {} }], "Sorry."], { tools: [broken] });
    finished(last);
    expect(told(fake, 1)).toEqual(["boom with [redacted]"]);
  });

  it("runs the calls of one turn side by side, and keeps their order for the model", async () => {
    let running = 0;
    let most = 0;
    const gate = Promise.withResolvers<void>();
    const slow = defineTool({
      name: "slow",
      description: "",
      input: z.object({ place: z.enum(["first", "second"]) }),
      execute: async ({ place }) => {
        most = Math.max(most, ++running);
        if (place === "first") await gate.promise;
        running--;
        return place;
      },
    });
    const calls = [
      { name: "slow", arguments: { place: "first" } },
      { name: "slow", arguments: { place: "second" } },
    ];
    const { events, fake } = await loop(
      [calls, "done"],
      { tools: [slow] },
      { onEvent: (event) => (event.type === "tool-result" ? gate.resolve() : undefined) },
    );
    expect(most).toBe(2);
    expect(events.filter((event) => event.type === "tool-result").map(({ outcome }) => outcome.message.content)).toEqual([
      "second",
      "first",
    ]);
    expect(told(fake, 1)).toEqual(["first", "second"]);
  });

  it("runs at most maxParallel calls at once", async () => {
    let running = 0;
    let most = 0;
    const slow = defineTool({
      name: "slow",
      description: "",
      input: z.object({}),
      execute: async () => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        running--;
        return "ok";
      },
    });
    const calls = Array.from({ length: 5 }, () => ({ name: "slow", arguments: {} }));
    await loop([calls, "done"], { tools: [slow], maxParallel: 1 });
    expect(most).toBe(1);
  });

  it("lets the model call no more tools in the last step, so that it has to answer", async () => {
    const again = [{ name: "weather", arguments: { city: "Oslo" } }];
    const { last, fake } = await loop([again, again, "Enough."], { maxSteps: 3 });
    expect(finished(last).finish.message.content).toBe("Enough.");
    expect([0, 1, 2].map((index) => sentBody(fake, index).tool_choice)).toEqual(["auto", "auto", "none"]);
  });

  it("stops once the money limit is reached, and keeps whole turns only", async () => {
    const again = [{ name: "weather", arguments: { city: "Oslo" } }];
    const { last, fake } = await loop([again, again, "never asked"], { maxCostUsd: 0.02 });
    expect(last).toMatchObject({ type: "loop-error", error: { code: "limit_reached" } });
    expect(fake.calls).toHaveLength(2);
    expect(last?.type === "loop-error" && last.messages.map(({ role }) => role)).toEqual(["assistant", "tool", "assistant", "tool"]);
  });

  it("asks before a tool that needs approval, and tells the model of a refusal", async () => {
    const runs: string[] = [];
    const guarded = defineTool({
      name: "delete",
      description: "",
      input: z.object({ file: z.string() }),
      needsApproval: true,
      execute: ({ file }) => (runs.push(file), "deleted"),
    });
    const calls = ["a", "b", "c"].map((file) => ({ name: "delete", arguments: { file } }));
    const { fake } = await loop([calls, "done"], {
      tools: [guarded],
      approve: ({ arguments: text }) => (text.includes("a") ? true : text.includes("b") ? "not that one" : false),
    });
    expect(runs).toEqual(["a"]);
    expect(told(fake, 1)).toEqual(["deleted", "not that one", "The user did not allow this call."]);
  });

  it("refuses a tool that needs approval when nobody can be asked", async () => {
    const guarded = defineTool({ name: "delete", description: "", input: z.object({}), needsApproval: true, execute: () => "deleted" });
    const { fake } = await loop([[{ name: "delete", arguments: {} }], "done"], { tools: [guarded] });
    expect(told(fake, 1)).toEqual(["The user did not allow this call."]);
  });

  it("ends with the caller's abort while a tool runs, and tells the tool", async () => {
    const controller = new AbortController();
    let heard = false;
    const endless = defineTool({
      name: "endless",
      description: "",
      input: z.object({}),
      execute: (_input, { signal }) => {
        signal.addEventListener("abort", () => (heard = true));
        controller.abort();
        return new Promise<string>(() => undefined);
      },
    });
    const { last, fake } = await loop(
      [[{ name: "endless", arguments: {} }], "never asked"],
      { tools: [endless] },
      { signal: controller.signal },
    );
    expect(last).toMatchObject({ type: "loop-error", error: { name: "AbortError" }, steps: 1, usage: { costUsd: 0.01 }, attempts: [] });
    expect(heard).toBe(true);
    expect(fake.calls).toHaveLength(1);
  });

  it("ends with the caller's abort while somebody is asked for approval", async () => {
    const controller = new AbortController();
    const guarded = defineTool({ name: "delete", description: "", input: z.object({}), needsApproval: true, execute: () => "deleted" });
    const { last } = await loop(
      [[{ name: "delete", arguments: {} }], "never asked"],
      {
        tools: [guarded],
        approve: () => {
          controller.abort();
          return new Promise<boolean>(() => undefined);
        },
      },
      { signal: controller.signal },
    );
    expect(last).toMatchObject({ type: "loop-error", error: { name: "AbortError" }, messages: [] });
  });

  it.each(["length", "content_filter"])("runs no call that the end of the answer (%s) cut off before its arguments", async (reason) => {
    const runs: unknown[] = [];
    const erase = defineTool({
      name: "erase",
      description: "Erases a folder, or everything.",
      input: z.object({ folder: z.string().optional() }),
      execute: (input) => (runs.push(input), "erased"),
    });
    const call = (index: number, text: string) => ({ index, id: `call_${index}`, function: { name: "erase", arguments: text } });
    const cut = sseFixture([delta({ tool_calls: [call(0, '{"folder":"a"}'), call(1, "")] }), finish(reason)]);
    const { stream } = ask([{ type: "stream", chunks: [cut] }]);
    const events = await collect(stream);
    expect(events.filter((event) => event.type === "tool-call")).toMatchObject([
      { input: { folder: "a" } },
      { problem: "The answer was cut off before the arguments were written." },
    ]);
    const { target, fake, transport } = scriptedChat(["Done."]);
    const replies = [cut, ""];
    const first: Transport = async (request) =>
      replies.shift() === cut ? { status: 200, headers: new Headers(), body: readerBody(new Response(cut).body) } : transport(request);
    for await (const _event of runTools(
      { target, messages: [{ role: "user", content: "clean up" }], tools: [erase] },
      { transport: first },
    ));
    expect(runs).toEqual([{ folder: "a" }]);
    expect(told(fake, 0)).toEqual(["erased", "The answer was cut off before the arguments were written."]);
  });

  // A bound that is given and does not hold costs money.
  it.each([
    [{ maxCost: 0.1 }, "Write maxCostUsd."],
    [{ max_cost_usd: 0.1 }, "Write maxCostUsd."],
    [{ maxStep: 1 }, "Write maxSteps."],
    [{ maxTokens: 10 }, "Write params: { maxTokens }."],
  ])("asks nobody while a bound is misspelt: %j", async (bound, hint) => {
    const { last, fake } = await loop(["never asked"], bound as object);
    expect(last).toMatchObject({ type: "loop-error", error: { code: "input_invalid", hint } });
    expect(fake.calls).toEqual([]);
  });

  it("is no answer when the model calls tools to the last: the limit is told", async () => {
    const again = [{ name: "weather", arguments: { city: "Oslo" } }];
    const { last } = await loop([again, again], { maxSteps: 2 });
    expect(last).toMatchObject({ type: "loop-error", steps: 2, error: { code: "limit_reached" } });
    expect(last?.type === "loop-error" && last.messages.map(({ role }) => role)).toEqual(["assistant", "tool"]);
  });

  it("keeps no call of a server's tool beside its own, which nobody here answers", async () => {
    const calls = [
      { name: "openrouter:web_search", arguments: {} },
      { name: "weather", arguments: { city: "Oslo" } },
    ];
    const { last, fake } = await loop([calls, "Clear."]);
    expect(finished(last).messages[0]).toMatchObject({ toolCalls: [{ name: "weather" }] });
    expect(sentBody(fake, 1).messages.find(({ role }) => role === "assistant")?.tool_calls).toHaveLength(1);
  });

  it.each([
    ["maxSteps", 0],
    ["maxSteps", Number.NaN],
    ["maxParallel", 0],
    ["maxParallel", Number.NaN],
    ["maxCostUsd", Number.NaN],
    ["maxCostUsd", -1],
    ["toolTimeoutMs", -1],
  ])("sends nothing under a limit that is none: %s %s", async (name, value) => {
    const { last, fake } = await loop(["never asked"], { [name]: value });
    expect(last).toMatchObject({ type: "loop-error", error: { code: "input_invalid", message: expect.stringContaining(name) as string } });
    expect(fake.calls).toHaveLength(0);
  });

  it("takes a tool's time without an end for none", async () => {
    const { fake } = await loop([[{ name: "weather", arguments: { city: "Oslo" } }], "Clear."], {
      toolTimeoutMs: Number.POSITIVE_INFINITY,
    });
    expect(told(fake, 1)).toEqual(['{"city":"Oslo","sky":"clear"}']);
  });
});
