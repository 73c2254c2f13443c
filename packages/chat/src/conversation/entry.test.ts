// CHAT-12
import { describe, expect, it } from "vitest";
import type { ChatMessage } from "../messages.js";
import { type ConversationEntry, readConversation, writeEntry } from "./entry.js";

const head: ConversationEntry = { type: "conversation", version: 1, id: "c1", createdAtMs: 1 };
const line = (message: ChatMessage): string => writeEntry({ type: "message", atMs: 2, message });
const user: ChatMessage = { role: "user", content: "hi ✓ \u2028 line" };
const answer: ChatMessage = {
  role: "assistant",
  content: "hello",
  reasoningDetails: [{ type: "reasoning.text", text: "…", signature: "c2ln" }],
  source: { model: "a/b" },
};
const calling: ChatMessage = { role: "assistant", content: null, toolCalls: [{ id: "t1", name: "f", arguments: "{}" }] };
const result: ChatMessage = { role: "tool", toolCallId: "t1", content: "ok" };

describe("a conversation's text", () => {
  it("gives back every message as it was, signatures included", () => {
    const read = readConversation(writeEntry(head) + line(user) + line(answer) + line(calling) + line(result));
    expect(read.messages).toEqual([user, answer, calling, result]);
    expect(read.head.id).toBe("c1");
    expect(read.damagedLines).toBe(0);
  });

  it("is read wherever a crash cut it off: whole lines stay, the torn one is counted", () => {
    const text = writeEntry(head) + line(user) + line(answer);
    const bytes = new TextEncoder().encode(text);
    for (let end = 0; end <= bytes.length; end++) {
      const cut = new TextDecoder().decode(bytes.subarray(0, end));
      const read = readConversation(cut);
      const wholeLines = cut.split("\n").length - 1;
      expect(read.entries.length).toBeGreaterThanOrEqual(Math.min(wholeLines, 3));
      expect(read.entries.length + read.damagedLines).toBeLessThanOrEqual(wholeLines + 1);
    }
  });

  it("leaves out calls that were never answered, and results without their call", () => {
    expect(readConversation(line(user) + line(calling)).messages).toEqual([user]);
    expect(readConversation(line(user) + line(result) + line(answer)).messages).toEqual([user, answer]);
  });

  it("knows the calls of a turn from those of another turn with the same ids", () => {
    const again: ChatMessage = { role: "user", content: "again" };
    const begun = line(user) + line(calling) + line(result) + line(answer) + line(again) + line(calling);
    expect(readConversation(begun).messages).toEqual([user, calling, result, answer, again]);
    expect(readConversation(begun + line(again)).messages).toEqual([user, calling, result, answer, again, again]);
    expect(readConversation(begun + line(result)).messages).toEqual([user, calling, result, answer, again, calling, result]);
    expect(readConversation(line(user) + line(calling) + line(again) + line(result)).messages).toEqual([user, again]);
  });

  it("goes on from a compaction, and keeps the lines before it", () => {
    const compaction = writeEntry({ type: "compaction", atMs: 3, messages: [{ role: "user", content: "summary" }] });
    const read = readConversation(writeEntry(head) + line(user) + line(answer) + compaction + line(user));
    expect(read.messages).toEqual([{ role: "user", content: "summary" }, user]);
    expect(read.entries).toHaveLength(5);
  });

  it.each([
    "null",
    "[]",
    '"x"',
    "{}",
    '{"type":"message"}',
    '{"type":"message","message":{"role":"king"}}',
    '{"type":"message","message":{"role":"user"}}',
    '{"type":"message","message":{"role":"user","content":null}}',
    '{"type":"message","message":{"role":"assistant","content":7}}',
    '{"type":"message","message":{"role":"assistant","content":null,"toolCalls":[null]}}',
    '{"type":"message","message":{"role":"tool","content":"ok"}}',
    '{"type":"compaction","messages":[null]}',
    "{",
  ])("skips the foreign line %s", (foreign) => {
    const read = readConversation(`${line(user)}${foreign}\n`);
    expect(read.messages).toEqual([user]);
    expect(read.damagedLines).toBe(1);
  });
});
