import { expect, it } from "vitest";
import { HELLO, shaped, wireMessages } from "../__fixtures__/shaped.js";
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
  [{ messages: [] }, 'Give messages: [{ role: "user", content: "…" }].'],
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

// Without types, anything may be given.
it.each<readonly [unknown, string]>([
  [{ messages: undefined }, "There is no message to send."],
  [{ messages: null }, "There is no message to send."],
  [{ messages: "Hello" }, "There is no message to send."],
  [{ messages: [null] }, "Message 1 has no role that is known."],
  [{ messages: [...HELLO, undefined] }, "Message 2 has no role that is known."],
  [{ messages: [{ role: "human", content: "Hello" }] }, "Message 1 has no role that is known."],
  [{ messages: [{ role: "user" }] }, "Message 1 (user) has no content."],
  [{ messages: [{ role: "system", content: null }, ...HELLO] }, "Message 1 (system) has no content."],
  [{ messages: [{ role: "user", content: { text: "Hello" } }] }, "Message 1 (user) has no content."],
  [{ messages: [{ role: "user", content: ["Hello"] }] }, "Message 1 (user) has a part that cannot be sent."],
  [{ messages: [{ role: "user", content: [null] }] }, "Message 1 (user) has a part that cannot be sent."],
  [{ messages: [...HELLO, { role: "tool", content: "ok", tool_call_id: "t1" }] }, "Message 2 (tool) has no toolCallId."],
  [{ messages: [{ role: "user", content: [{ type: "text" }] }] }, "Message 1 (user) has a part that cannot be sent."],
  [{ messages: [{ role: "user", content: [{ type: "image_url", image_url: {} }] }] }, "Message 1 (user) has a part that cannot be sent."],
  [{ messages: [{ role: "user", content: [{ text: "Hello" }] }] }, "Message 1 (user) has a part that cannot be sent."],
  [{ thinking: "hgih" }, '"hgih" is not a thinking level.'],
  [{ responseFormat: { type: "json_object" } }, '"json_object" is not a form of an answer.'],
  [{ maxTokens: 10 }, '"maxTokens" is not a field of a chat request.'],
  [{ params: { max_tokens: 10 } }, '"max_tokens" is not a field of params.'],
])("refuses %j", (input, message) => {
  expect(() => shaped(target("openrouter/openai/gpt-4o"), input as Partial<ChatInput>)).toThrow(
    expect.objectContaining({ code: "input_invalid", message }),
  );
});

it("takes null for what is not given", () => {
  const fields =
    "tools toolChoice thinking hideReasoning responseFormat modalities audio imageConfig plugins sessionId cacheRetention params";
  const nothing = Object.fromEntries(fields.split(" ").map((name) => [name, null]));
  const model = target("openrouter/anthropic/claude-sonnet-4.5");
  expect(shaped(model, nothing as Partial<ChatInput>)).toEqual(shaped(model));
});

it("takes an answer of calls alone, however its missing content is written", () => {
  const call = { id: "t1", name: "look", arguments: "{}" };
  const messages = [...HELLO, { role: "assistant", toolCalls: [call] }, { role: "tool", toolCallId: "t1", content: "ok" }];
  const plan = shaped(target("openrouter/openai/gpt-4o"), { messages } as unknown as Partial<ChatInput>);
  expect(wireMessages(plan)[1]).toMatchObject({ content: null, tool_calls: [{ id: "t1" }] });
  const empty = [...HELLO, { role: "assistant" }, ...HELLO] as unknown as ChatInput["messages"];
  expect(wireMessages(shaped(target("openrouter/openai/gpt-4o"), { messages: empty }))).toHaveLength(2);
});

// A limit that is given and not held costs money; a picture that is given and not sent, too.
it.each([
  [{ messages: undefined, prompt: "Hello" }, 'Write messages: [{ role: "user", content: "…" }].'],
  [{ system: "Be brief." }, 'Write a first message: { role: "system", content: "…" }.'],
  [{ max_tokens: 10 }, "Write params: { maxTokens }."],
  [{ max_completion_tokens: 10 }, "Write params: { maxTokens }."],
  [{ maxOutputTokens: 10 }, "Write params: { maxTokens }."],
  [{ temperature: 0 }, "Write params: { temperature }."],
  [{ top_p: 0.5 }, "Write params: { topP }."],
  [{ response_format: { type: "json" } }, "Write responseFormat."],
  [{ reasoning_effort: "high" }, "Write thinking."],
  [{ signal: AbortSignal.timeout(1_000) }, "Write it into the second argument: { signal }."],
  [{ model: "openai/gpt-5-mini" }, "Write target: createTarget({ model, … })."],
  [{ params: { maxOutputTokens: 10 } }, "Write maxTokens."],
])("says where a field stands: %j", (input, hint) => {
  expect(() => shaped(target("openrouter/openai/gpt-4o"), input as Partial<ChatInput>)).toThrow(
    expect.objectContaining({ code: "input_invalid", hint }),
  );
});

it("leaves a field of the caller's own alone", () => {
  const model = target("openrouter/openai/gpt-4o");
  expect(shaped(model, { userId: "u1", createdAt: 7 } as Partial<ChatInput>)).toEqual(shaped(model));
});
