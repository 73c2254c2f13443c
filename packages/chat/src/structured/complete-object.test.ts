// CHAT-11
import { createTarget } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { scriptedChat, sentBody } from "../__fixtures__/scripted-chat.js";
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
      json_schema: { name: "answer", strict: true, schema: { type: "object" } },
    });
  });

  it("may come in a code fence", async () => {
    const { target, transport } = scriptedChat(["```json\n" + GOOD + "\n```"]);
    expect((await completeObject({ target, ...ask }, { transport })).object.city).toBe("Oslo");
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
    await expect(completeObject({ target, ...ask }, { transport })).rejects.toMatchObject({
      code: "output_invalid",
      message: expect.stringContaining("not valid JSON") as string,
    });
    expect(fake.calls).toHaveLength(2);
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
});
