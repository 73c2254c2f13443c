// CHAT-11
import { createFetchTransport, createTarget, type Transport } from "@openclaw/core";
import { type FakeFetch, fakeFetch } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { scriptedChat, sentBody } from "../__fixtures__/scripted-chat.js";
import type { ChatError } from "../chat-error.js";
import type { ChatEvent } from "../events.js";
import { completeObject } from "./complete-object.js";

const schema = z.object({ city: z.string(), population: z.number() });
const ask = { messages: [{ role: "user" as const, content: "Oslo?" }], schema };
const GOOD = '{"city":"Oslo","population":700000}';

describe("an answer in the form of a schema", () => {
  it("is asked for by response_format, checked and typed", async () => {
    const { target, transport, fake } = scriptedChat([GOOD]);
    const { object, repaired } = await completeObject({ target, ...ask }, { transport });
    expect(object.population).toBe(700_000);
    expect(repaired).toBe(false);
    expect(sentBody(fake, 0).response_format).toMatchObject({
      type: "json_schema",
      json_schema: { name: "answer", strict: true, schema: { type: "object", additionalProperties: false } },
    });
  });

  it("is not enforced by the provider where the schema has an optional property, and checked all the same", async () => {
    const { target, transport, fake } = scriptedChat([GOOD]);
    const optional = z.object({ city: z.string(), country: z.string().optional() });
    const { object } = await completeObject({ target, ...ask, schema: optional }, { transport });
    expect(object).toEqual({ city: "Oslo" });
    const { json_schema: sent } = sentBody(fake, 0).response_format as { json_schema: { strict: boolean; schema: object } };
    expect(sent.strict).toBe(false);
    expect(sent.schema).not.toHaveProperty("additionalProperties");
  });

  it.each([true, false])("is enforced or not as the caller says: %s", async (strict) => {
    const { target, transport, fake } = scriptedChat([GOOD]);
    await completeObject({ target, ...ask, strict }, { transport });
    expect(sentBody(fake, 0).response_format).toMatchObject({ json_schema: { strict } });
  });

  // Without types, anything may be given.
  it.each([
    [{ output: {} }, "Write schema."],
    [{ schema_name: "city" }, "Write schemaName."],
    [{ temperature: 0 }, "Write params: { temperature }."],
  ])("is not asked for while a field is misspelt: %j", async (fields, hint) => {
    const { target, transport, fake } = scriptedChat([GOOD]);
    await expect(completeObject({ target, ...ask, ...fields }, { transport })).rejects.toMatchObject({ code: "input_invalid", hint });
    expect(fake.calls).toEqual([]);
  });

  it("is told while it is written, and each part once", async () => {
    const { target, options } = pieces(['{"ci', 'ty":"', "Os", "lo", '"', ',"population":700', "000}"]);
    const parts: unknown[] = [];
    const { object } = await completeObject({ target, ...ask }, { ...options, onPartial: (partial) => parts.push(partial) });
    expect(parts).toEqual([{}, { city: "" }, { city: "Os" }, { city: "Oslo" }, { city: "Oslo", population: 700_000 }]);
    expect(object).toEqual(parts.at(-1));
  });

  it("begins again when it is corrected, and its parts keep their types", async () => {
    const { target, transport } = scriptedChat(['{"city":"Oslo"}', GOOD]);
    const cities: (string | undefined)[] = [];
    const onPartial = ({ city }: { readonly city?: string }) => cities.push(city);
    const { repaired } = await completeObject({ target, ...ask }, { transport, onPartial });
    expect({ repaired, cities }).toEqual({ repaired: true, cities: ["Oslo", "Oslo"] });
  });

  it("is read a number of times that grows with its length, however small its pieces", async () => {
    const long = `{"city":"${"x".repeat(4_000)}","population":1}`;
    const { target, options } = pieces([...long]);
    let read = 0;
    await completeObject({ target, ...ask }, { ...options, onPartial: () => (read += 1) });
    expect(read).toBeGreaterThan(30);
    expect(read).toBeLessThan(300);
  });

  it("tells of the end of each turn, also where the caller stops the second one", async () => {
    const { target, transport } = scriptedChat(["no JSON", GOOD]);
    const controller = new AbortController();
    const ends: string[] = [];
    const onEvent = ({ type }: ChatEvent): void => {
      if (type === "finish" || type === "error") ends.push(type);
      if (type === "finish") controller.abort();
    };
    const asked = completeObject({ target, ...ask }, { transport, onEvent, signal: controller.signal });
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
    expect(ends).toEqual(["finish", "error"]);
  });

  it("may come in a code fence", async () => {
    const { target, transport } = scriptedChat(["```json\n" + GOOD + "\n```"]);
    expect((await completeObject({ target, ...ask }, { transport })).object.city).toBe("Oslo");
  });

  it("is read in a moment, also one that a model fills with line breaks until it is cut off", async () => {
    const { target, transport } = scriptedChat([`\`\`\`json${"\n".repeat(300_000)}{`, `\n\`\`\` \r\n\n${GOOD}\n\n\`\`\`\n`]);
    const startedMs = performance.now();
    expect((await completeObject({ target, ...ask }, { transport })).object.city).toBe("Oslo");
    // Each break looked at anew with all behind it: 20 s.
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it("is asked for once more with what was wrong", async () => {
    const { target, transport, fake } = scriptedChat(['{"city":"Oslo"}', GOOD]);
    const result = await completeObject({ target, ...ask }, { transport });
    expect(result.repaired).toBe(true);
    expect(result.usage?.costUsd).toBeCloseTo(0.02);
    const repair = sentBody(fake, 1).messages;
    expect(repair.at(-2)).toMatchObject({ role: "assistant", content: '{"city":"Oslo"}' });
    expect(repair.at(-1)?.content).toMatch(/does not fit: population: /);
  });

  it("fails with what is wrong when the correction does not fit either, after exactly two requests", async () => {
    const { target, transport, fake } = scriptedChat(["no json", "still none"]);
    const failed = completeObject({ target, ...ask }, { transport });
    await expect(failed).rejects.toMatchObject({
      code: "output_invalid",
      message: expect.stringContaining("not valid JSON") as string,
      partial: { content: "still none" },
    });
    expect(fake.calls).toHaveLength(2);
  });

  it("that fails tells what all of its turns were billed", async () => {
    const unfit = scriptedChat(["no json", "still none"]);
    const ended = await completeObject({ target: unfit.target, ...ask }, unfit).catch((error: unknown) => error as ChatError);
    const broken = scriptedChat(["no json"]);
    let asked = 0;
    const transport: Transport = (request) => {
      asked += 1;
      return asked === 1 ? broken.transport(request) : createFetchTransport(notFound("gone").fetch)(request);
    };
    const second = await completeObject({ target: broken.target, ...ask }, { transport }).catch((error: unknown) => error as ChatError);
    expect(ended).toMatchObject({ usage: { costUsd: 0.02 }, attempts: [{ costUsd: 0.01 }, { costUsd: 0.01 }] });
    expect(second).toMatchObject({ code: "not_found", usage: { costUsd: 0.01 }, attempts: [{ costUsd: 0.01 }, { code: "not_found" }] });
  });

  it("is asked for once more without the calls that came in its place, which nobody answers", async () => {
    const { target, transport, fake } = scriptedChat([[{ name: "look", arguments: {} }], GOOD]);
    const tools = [{ name: "look", inputSchema: { type: "object" } }];
    expect((await completeObject({ target, ...ask, tools }, { transport })).repaired).toBe(true);
    expect(sentBody(fake, 1).messages.filter((message) => message.tool_calls !== undefined)).toEqual([]);
  });

  it("is asked for in words where the model has no structured output", async () => {
    const { transport, fake } = scriptedChat([GOOD]);
    const target = createTarget({
      model: "openrouter/openai/plain",
      apiKey: "sk-or-test-key",
      row: {
        id: "openai/plain",
        name: "Plain",
        inputModalities: ["text"],
        outputModalities: ["text"],
        supportedParameters: ["temperature"],
        pricing: {},
      },
    });
    await completeObject({ target, ...ask }, { transport });
    expect(sentBody(fake, 0).response_format).toBeUndefined();
    expect(sentBody(fake, 0).messages.at(-1)?.content).toContain('"population"');
  });

  it.each<[string, z.ZodType, string]>([
    ["a list", z.array(z.object({ city: z.string() })), '[{"city":"Oslo"}]'],
    ["a text", z.string(), '"Oslo"'],
    ["one of several", z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]), '{"b":"Oslo"}'],
  ])("is asked for in words where it is no object, which is all that providers enforce: %s", async (_what, form, answer) => {
    const { target, transport, fake } = scriptedChat([answer]);
    expect((await completeObject({ target, ...ask, schema: form }, { transport })).object).toEqual(JSON.parse(answer));
    expect(sentBody(fake, 0).response_format).toBeUndefined();
    expect(sentBody(fake, 0).messages.at(-1)?.content).toMatch(/fits this JSON Schema/);
  });

  // Trap 26
  it.each(["No endpoints found that can handle the requested parameters.", "No endpoints found that support structured outputs"])(
    "is asked for in words when no provider takes the schema: %s",
    async (message) => {
      const good = scriptedChat([GOOD]);
      let asked = 0;
      const transport: typeof good.transport = (request) => {
        asked += 1;
        return asked === 1 ? createFetchTransport(notFound(message).fetch)(request) : good.transport(request);
      };
      const { object, repaired } = await completeObject({ target: good.target, ...ask }, { transport });
      expect({ object, repaired, asked }).toEqual({ object: { city: "Oslo", population: 700_000 }, repaired: false, asked: 2 });
      expect(sentBody(good.fake, 0).response_format).toBeUndefined();
      expect(sentBody(good.fake, 0).messages.at(-1)?.content).toContain('"population"');
    },
  );

  it("is not asked for twice of a model that is not there", async () => {
    const fake = notFound("No endpoints found for openai/gpt-5.2.");
    const { target } = scriptedChat([]);
    await expect(completeObject({ target, ...ask }, { transport: createFetchTransport(fake.fetch) })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(fake.calls).toHaveLength(1);
  });
});

/** A model whose answer comes in these pieces. */
function pieces(texts: readonly string[]) {
  const chunks = texts.map((content) => `data: ${JSON.stringify({ id: "gen-1", choices: [{ index: 0, delta: { content } }] })}\n\n`);
  const end = `data: ${JSON.stringify({ id: "gen-1", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`;
  const fake = fakeFetch({ "/api/v1/chat/completions": { type: "stream", chunks: [...chunks, end] } });
  return { target: scriptedChat([]).target, options: { transport: createFetchTransport(fake.fetch) } };
}

const notFound = (message: string): FakeFetch =>
  fakeFetch({ "/api/v1/chat/completions": { type: "json", status: 404, body: { error: { code: 404, message } } } });
