import { expect, it } from "vitest";
import { shaped } from "../__fixtures__/shaped.js";
import { EVERY_INPUT, target } from "../__fixtures__/targets.js";
import type { ChatInput } from "../chat-input.js";

const tool = (name: string) => ({ name, inputSchema: { type: "object" } });

it.each<readonly [string, Partial<ChatInput>, string]>([
  ["no message at all", { messages: [] }, "There is no message to send."],
  ["a blank prompt", { messages: [{ role: "user", content: " \n" }] }, "The prompt is blank."],
  ["a prompt of blank parts", { messages: [{ role: "user", content: [{ type: "text", text: "" }] }] }, "The prompt is blank."],
  ["a prompt of no parts", { messages: [{ role: "user", content: [] }] }, "The prompt is blank."],
  ["a tool name with a point", { tools: [tool("look.up")] }, 'The tool name "look.up" cannot be used.'],
  ["a tool name of 65 letters", { tools: [tool("x".repeat(65))] }, `The tool name "${"x".repeat(65)}" cannot be used.`],
  ["two tools of one name", { tools: [tool("look"), tool("look")] }, 'Two tools are called "look".'],
])("refuses %s before anything is sent", (_name, input, message) => {
  expect(() => shaped(target("openrouter/openai/gpt-4o"), input)).toThrow(expect.objectContaining({ code: "input_invalid", message }));
});

it.each<readonly [Partial<ChatInput>, string]>([
  [{ messages: [] }, "Give a prompt."],
  [{ messages: [{ role: "user", content: "" }] }, "Write what you want to ask."],
  [{ tools: [tool("")] }, "Use 1 to 64 letters, digits, _ or -."],
  [{ tools: [tool("look"), tool("look")] }, "Give each tool its own name."],
])("says what to do instead: %j", (input, hint) => {
  expect(() => shaped(target("openrouter/openai/gpt-4o"), input)).toThrow(expect.objectContaining({ hint }));
});

it("takes words between blank parts, and a picture beside them", () => {
  const picture = { type: "image" as const, url: "https://a.example/a.png" };
  const blank = { type: "text" as const, text: " " };
  for (const content of [
    [blank, { type: "text" as const, text: "Hello" }],
    [blank, picture],
  ])
    expect(() => shaped(target("openrouter/openai/gpt-4o", { row: EVERY_INPUT }), { messages: [{ role: "user", content }] })).not.toThrow();
});

it("takes a picture and nothing else", () => {
  const messages = [{ role: "user" as const, content: [{ type: "image" as const, url: "https://a.example/a.png" }] }];
  expect(() => shaped(target("openrouter/openai/gpt-4o", { row: EVERY_INPUT }), { messages })).not.toThrow();
});
