import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../../index.js";
import { completeWith, sayTo, type Whole } from "../../testing/complete-with.js";
import { ask, quickSandbox } from "../../testing/quick-sandbox.js";

// SBX-1: what the rules say.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

const whole = (body: Record<string, unknown>): Promise<Whole> => completeWith(sandbox, body);
const say = (text: string, more: Record<string, unknown> = {}): Promise<string> => sayTo(sandbox, text, more);

describe("what it says", () => {
  it.each([
    ["echo: hello there", "hello there"],
    ["What is 12 * (3 + 4)?", "12 * (3 + 4) = 84"],
    ["what is 2 times 21", "2*21 = 42"],
    ["count to 5", "1 2 3 4 5"],
    ["Say exactly: done", "done"],
  ])("%s → %s", async (prompt, text) => {
    expect(await say(prompt)).toBe(text);
  });

  it("says that there is no model, and answers from notes about the toolkit", async () => {
    expect(await say("hello")).toContain("No model is behind me");
    expect(await say("zzz qqq")).toContain("The sandbox has no model");
    expect(await say("How do fallback models work?")).toContain("agents.defaults.model.fallbacks");
    expect(await say("show me a markdown table")).toContain("| --- |");
    expect(await say("show me some code")).toContain("```ts");
  });

  it("writes as much as is asked", async () => {
    expect((await say("write 500 words")).split(/\s+/).length).toBeGreaterThanOrEqual(500);
    expect((await say("anything", { model: "sandbox/long" })).length).toBeGreaterThan(5000);
  });

  it("says the same on every model, so that replays can be aligned", async () => {
    expect(await say("How do I set a key?", { model: "openai/gpt-4o" })).toBe(await say("How do I set a key?", { model: "sandbox/guide" }));
  });

  it("continues a prefill where it stops", async () => {
    const messages = [
      { role: "user", content: "count to 6" },
      { role: "assistant", content: "1 2 3" },
    ];
    expect((await whole({ model: "sandbox/guide", messages })).choices[0]!.message.content).toBe(" 4 5 6");
  });

  it("measures attachments and understands none", async () => {
    const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const content = [
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } },
    ];
    const text = (await whole({ model: "openai/gpt-4o", messages: [{ role: "user", content }] })).choices[0]!.message.content;
    expect(text).toMatch(/cannot look.*1x1 pixels/s);
  });
});

describe("tools and schemas", () => {
  const weather = {
    type: "function",
    function: {
      name: "get_weather",
      description: "d",
      parameters: { type: "object", properties: { city: { type: "string" }, unit: { enum: ["c", "f"] } }, required: ["city", "unit"] },
    },
  };
  const image = {
    type: "function",
    function: { name: "image_generate", parameters: { type: "object", properties: { prompt: { type: "string" } }, required: ["prompt"] } },
  };

  it("calls the tool the prompt speaks of, one call for each place", async () => {
    const { choices } = await whole(ask("What is the weather in Oslo and New York in f?", { tools: [image, weather] }));
    expect(choices[0]!.finish_reason).toBe("tool_calls");
    expect(choices[0]!.message.tool_calls!.map((call) => JSON.parse(call.function.arguments) as unknown)).toEqual([
      { city: "Oslo", unit: "f" },
      { city: "New York", unit: "f" },
    ]);
  });

  it("makes one call when parallel calls are off, and none when the prompt wants none", async () => {
    const one = await whole(ask("What is the weather in Oslo and Paris?", { tools: [weather], parallel_tool_calls: false }));
    expect(one.choices[0]!.message.tool_calls).toHaveLength(1);
    expect((await whole(ask("hello", { tools: [weather, image] }))).choices[0]!.finish_reason).toBe("stop");
    expect((await whole(ask("What is the weather in Oslo?", { tools: [weather], tool_choice: "none" }))).choices[0]!.finish_reason).toBe(
      "stop",
    );
  });

  it("obeys tool_choice", async () => {
    const required = await whole(ask("hello", { tools: [weather], tool_choice: "required" }));
    expect(required.choices[0]!.message.tool_calls![0]!.function.name).toBe("get_weather");
    const named = await whole(
      ask("hello", { tools: [weather, image], tool_choice: { type: "function", function: { name: "image_generate" } } }),
    );
    expect(named.choices[0]!.message.tool_calls![0]!.function.name).toBe("image_generate");
  });

  it("summarises results, and calls again as often as asked", async () => {
    const asked = { role: "user", content: "Use get_weather three times for Oslo" };
    const messages: unknown[] = [asked];
    const finishes: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const { choices } = await whole({ model: "sandbox/guide", messages, tools: [weather] });
      const { message, finish_reason: finish } = choices[0]!;
      finishes.push(finish);
      messages.push(
        message,
        ...(message.tool_calls ?? []).map((call) => ({
          role: "tool",
          tool_call_id: (call as unknown as { id: string }).id,
          content: `sunny ${round}`,
        })),
      );
    }
    expect(finishes).toEqual(["tool_calls", "tool_calls", "tool_calls", "stop"]);
    expect(JSON.stringify(messages.at(-1))).toContain("get_weather: sunny 2");
  });

  it("fills a schema: nested, references, enums, bounds, formats", async () => {
    const schema = {
      type: "object",
      properties: {
        title: { type: "string", maxLength: 5 },
        tags: { type: "array", items: { $ref: "#/$defs/tag" }, minItems: 3 },
        count: { type: "integer", minimum: 10, maximum: 12 },
        day: { type: "string", format: "date" },
        maybe: { anyOf: [{ type: "null" }, { type: "boolean" }] },
      },
      required: ["title", "tags", "count", "day", "maybe"],
      $defs: { tag: { enum: ["red", "blue"] } },
    };
    const text = await say("make it blue", { response_format: { type: "json_schema", json_schema: { name: "x", schema } } });
    expect(JSON.parse(text)).toEqual({ title: "make ", tags: ["blue", "blue", "blue"], count: 10, day: "2026-01-31", maybe: true });
  });
});
