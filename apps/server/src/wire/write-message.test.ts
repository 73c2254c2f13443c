import type { ChatMessage } from "@openclaw/chat";
import { expect, it } from "vitest";
import type { MessageWire } from "./chat-request-schema.js";
import { readMessages } from "./read-messages.js";
import { writeMessage } from "./write-message.js";

const MESSAGES: readonly ChatMessage[] = [
  { role: "system", content: [{ type: "text", text: "Be brief.", cacheControl: { ttl: "1h" } }] },
  { role: "developer", content: "No lists." },
  {
    role: "user",
    name: "Ada",
    content: [
      { type: "text", text: "What is this?" },
      { type: "image", url: "https://example.com/a.png", detail: "low" },
      { type: "audio", data: "AAAA", format: "wav" },
      { type: "video", url: "https://example.com/a.mp4" },
      { type: "file", data: "data:application/pdf;base64,AAAA", filename: "a.pdf" },
    ],
  },
  { role: "assistant", content: null, toolCalls: [{ id: "call_1", name: "look", arguments: '{"at":1}' }] },
  { role: "tool", toolCallId: "call_1", content: "A lighthouse." },
  { role: "assistant", content: "A lighthouse.", reasoning: "It stands by the sea." },
];

it("a message of a conversation, sent back by a client, is read as it was, marks for the cache with it", () => {
  const sent = MESSAGES.map((message) => JSON.parse(JSON.stringify(writeMessage(message))) as MessageWire);
  expect(readMessages(sent)).toEqual(MESSAGES);
});
