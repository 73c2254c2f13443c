// CHAT-11
import { describe, expect, it } from "vitest";
import { scriptedChat, sentBody } from "../__fixtures__/scripted-chat.js";
import { completeObject } from "../structured/complete-object.js";
import { jsonSchema } from "./json-schema.js";
import { defineTool } from "./tool.js";

const place = { type: "object", properties: { city: { type: "string" } }, required: ["city"] } as const;
const messages = [{ role: "user" as const, content: "Oslo?" }];

describe("a JSON Schema instead of a zod schema", () => {
  it("is what a tool takes, as it was written", async () => {
    const tool = defineTool({ name: "look", description: "", input: jsonSchema<{ city: string }>(place), execute: ({ city }) => city });
    expect(tool.inputSchema).toEqual(place);
    const context = { call: { id: "1", name: "look", arguments: "" }, signal: AbortSignal.abort() };
    expect(await tool.run({ city: "Oslo" }, context)).toBe("Oslo");
  });

  it("is the form of an answer, which is taken as it comes", async () => {
    const { target, transport, fake } = scriptedChat(['{"city":7}']);
    const { object, repaired } = await completeObject({ target, messages, schema: jsonSchema(place) }, { transport });
    expect({ object, repaired }).toEqual({ object: { city: 7 }, repaired: false });
    expect(sentBody(fake, 0).response_format).toMatchObject({ json_schema: { schema: { ...place, additionalProperties: false } } });
  });

  it("is checked by the function that was given with it", async () => {
    const { target, transport, fake } = scriptedChat(['{"city":7}', '{"city":"Oslo"}']);
    const schema = jsonSchema<{ city: string }>(place, (value) =>
      typeof (value as { city: unknown }).city === "string"
        ? { value: value as { city: string } }
        : { issues: [{ path: ["city"], message: "must be text" }] },
    );
    const { object, repaired } = await completeObject({ target, messages, schema }, { transport });
    expect({ object, repaired }).toEqual({ object: { city: "Oslo" }, repaired: true });
    expect(sentBody(fake, 1).messages.at(-1)?.content).toContain("city: must be text");
  });

  it("is named where one was given bare", () => {
    const bare = place as unknown as ReturnType<typeof jsonSchema>;
    const define = () => defineTool({ name: "look", description: "", input: bare, execute: () => "" });
    expect(define).toThrow(expect.objectContaining({ code: "input_invalid", hint: expect.stringContaining("jsonSchema(") as string }));
  });
});
