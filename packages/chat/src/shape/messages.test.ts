import { expect, it } from "vitest";
import { shaped, wireMessages } from "../__fixtures__/shaped.js";
import { EVERY_INPUT, target } from "../__fixtures__/targets.js";
import type { AssistantMessage, ChatMessage } from "../messages.js";

const MODEL = target("openrouter/openai/gpt-4o", { row: EVERY_INPUT });

function write(...messages: readonly ChatMessage[]) {
  return wireMessages(
    shaped(MODEL, { messages: [{ role: "user", content: "Hello" }, ...messages, { role: "user", content: "Go on" }] }),
  ).slice(1, -1);
}

// CHAT-3
it("writes developer messages as system: the developer role is OpenAI's own", () => {
  expect(
    write({ role: "developer", content: "Be brief." }, { role: "system", content: [{ type: "text", text: "Be kind." }] }),
  ).toStrictEqual([
    { role: "system", content: "Be brief." },
    { role: "system", content: [{ type: "text", text: "Be kind." }] },
  ]);
});

it("writes every kind of user part in the API's form", () => {
  const [message] = write({
    role: "user",
    name: "ada",
    content: [
      { type: "text", text: "What is this?" },
      { type: "image", url: "data:image/png;base64,AAAA", detail: "low" },
      { type: "image", url: "https://pictures.example/a.png" },
      { type: "file", filename: "a.pdf", data: "data:application/pdf;base64,AAAA" },
      { type: "file", fileId: "file_1" },
      { type: "audio", data: "AAAA", format: "wav" },
      { type: "video", url: "https://clips.example/a.mp4" },
    ],
  });
  expect(message).toStrictEqual({
    role: "user",
    name: "ada",
    content: [
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url: "data:image/png;base64,AAAA", detail: "low" } },
      { type: "image_url", image_url: { url: "https://pictures.example/a.png" } },
      { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,AAAA" } },
      { type: "file", file: { file_id: "file_1" } },
      { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
      { type: "video_url", video_url: { url: "https://clips.example/a.mp4" } },
    ],
  });
});

// Trap 14: Bedrock refuses empty text beside tool calls.
it("sends null, not an empty text, beside tool calls", () => {
  const toolCalls = [{ id: "call_1", name: "look", arguments: '{"b":1, "a":2}' }];
  for (const content of ["", null]) {
    expect(write({ role: "assistant", content, toolCalls }, { role: "tool", toolCallId: "call_1", content: "seen" })).toStrictEqual([
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "call_1", type: "function", function: { name: "look", arguments: '{"b":1, "a":2}' } }],
      },
      { role: "tool", tool_call_id: "call_1", content: "seen" },
    ]);
  }
});

it("keeps an answer's text when it has no tool calls, even an empty one", () => {
  expect(write({ role: "assistant", content: "", toolCalls: [] })).toStrictEqual([{ role: "assistant", content: "" }]);
});

// CHAT-12
it("leaves out an answer that was aborted before its first word", () => {
  const aborted = {
    role: "assistant",
    content: null,
    reasoning: "Hm.",
    reasoningDetails: [{ type: "reasoning.text", text: "Hm." }],
  } as const;
  expect(write(aborted, { ...aborted, toolCalls: [], images: [], audio: { data: "AAAA" } })).toStrictEqual([]);
});

it.each<[string, Partial<AssistantMessage>]>([
  ["calls", { toolCalls: [{ id: "call_1", name: "look", arguments: "{}" }] }],
  ["pictures", { images: [{ url: "https://pictures.example/a.png" }] }],
  ["sound", { audio: { id: "audio_1" } }],
])("keeps an answer of nothing but %s", (_what, said) => {
  expect(write({ role: "assistant", content: null, ...said })[0]).toMatchObject({ role: "assistant", content: null });
});

it("sends generated pictures, the id of a sound and parsed files back with their answer, and no citation", () => {
  const file = { type: "file", file: { hash: "9f", name: "a.pdf", content: [] } };
  const [message] = write({
    role: "assistant",
    content: "Here.",
    images: [{ url: "data:image/png;base64,AAAA" }],
    audio: { id: "audio_1", data: "AAAA", transcript: "Here." },
    annotations: [{ type: "url_citation", url_citation: { url: "https://a.example" } }, file],
    refusal: "no",
    extra: { odd: true },
  });
  expect(message).toStrictEqual({
    role: "assistant",
    content: "Here.",
    images: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }],
    audio: { id: "audio_1" },
    annotations: [file],
  });
});

it("writes a tool's text and pictures", () => {
  const [, message] = write(
    { role: "assistant", content: null, toolCalls: [{ id: "call_1", name: "look", arguments: "{}" }] },
    {
      role: "tool",
      toolCallId: "call_1",
      toolName: "look",
      content: [
        { type: "text", text: "seen" },
        { type: "image", url: "https://a.example/a.png" },
      ],
    },
  );
  expect(message).toStrictEqual({
    role: "tool",
    tool_call_id: "call_1",
    content: [
      { type: "text", text: "seen" },
      { type: "image_url", image_url: { url: "https://a.example/a.png" } },
    ],
  });
});

it("writes no field for what a message does not have", () => {
  expect(
    write(
      { role: "system", content: [{ type: "text", text: "a" }] },
      { role: "user", content: [{ type: "text", text: "b", cacheControl: { ttl: "5m" } }] },
      { role: "user", content: [{ type: "text", text: "c", cacheControl: {} }] },
      { role: "assistant", content: null, audio: { id: "audio_1" } },
      { role: "assistant", content: "d", audio: {}, annotations: [] },
      { role: "assistant", content: "e", toolCalls: [{ id: "call_1", name: "look", arguments: "{}" }] },
    ),
  ).toStrictEqual([
    { role: "system", content: [{ type: "text", text: "a" }] },
    { role: "user", content: [{ type: "text", text: "b", cache_control: { type: "ephemeral", ttl: "5m" } }] },
    { role: "user", content: [{ type: "text", text: "c", cache_control: { type: "ephemeral" } }] },
    { role: "assistant", content: null, audio: { id: "audio_1" } },
    { role: "assistant", content: "d" },
    { role: "assistant", content: "e", tool_calls: [{ id: "call_1", type: "function", function: { name: "look", arguments: "{}" } }] },
  ]);
});

it("takes an undefined field for one that is not there", () => {
  const blank = { name: undefined, reasoning: undefined, reasoningDetails: undefined, toolCalls: undefined, refusal: undefined };
  const rest = { images: undefined, audio: undefined, annotations: undefined, source: undefined, extra: undefined, toolName: undefined };
  const plain: readonly ChatMessage[] = [
    { role: "user", content: "Look." },
    { role: "assistant", content: "Seen.", toolCalls: [{ id: "t1", name: "look", arguments: "{}" }] },
    { role: "tool", toolCallId: "t1", content: "ok" },
    { role: "assistant", content: "Done." },
  ];
  const spread = plain.map((message) => ({ ...blank, ...rest, ...message })) as unknown as readonly ChatMessage[];
  expect(write(...spread)).toStrictEqual(write(...plain));
});
