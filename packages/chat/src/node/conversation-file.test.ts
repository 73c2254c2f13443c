// CHAT-12
import { appendFile, mkdir, readFile, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { openConversation } from "./conversation-file.js";

const user = { role: "user" as const, content: "hi" };
const answer = { role: "assistant" as const, content: "hello", source: { model: "a/b" } };

describe("a conversation on disk", () => {
  it("is there again, whole, when it is opened later; readable by its owner only", async () => {
    const path = join(tempDir(), "deep", "c.jsonl");
    const file = await openConversation(path, { id: "c1", now: () => 7 });
    await file.append([user, answer], {
      usage: {
        promptTokens: 1,
        completionTokens: 2,
        totalTokens: 3,
        cachedTokens: 0,
        cacheWriteTokens: 0,
        reasoningTokens: 0,
        costUsd: 0.5,
      },
    });
    const again = await openConversation(path);
    expect(again.conversation.messages).toEqual([user, answer]);
    expect(again.conversation.head).toMatchObject({ id: "c1", createdAtMs: 7 });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(again.conversation.entries.at(-1)).toMatchObject({ usage: { costUsd: 0.5 } });
  });

  it("goes on after a torn write without losing the next entry", async () => {
    const path = join(tempDir(), "c.jsonl");
    const file = await openConversation(path);
    await file.append([user, answer]);
    const { size } = await stat(path);
    await truncate(path, size - 5);
    const again = await openConversation(path);
    expect(again.conversation.messages).toEqual([user]);
    await again.append([answer]);
    expect((await openConversation(path)).conversation.messages).toEqual([user, answer]);
    expect(await readFile(path, "utf8")).toMatch(/\n$/);
  });

  it("keeps what another process appended meanwhile", async () => {
    const path = join(tempDir(), "c.jsonl");
    const file = await openConversation(path);
    await appendFile(path, `${JSON.stringify({ type: "message", atMs: 1, message: user })}\n`);
    await file.append([answer]);
    expect((await openConversation(path)).conversation.messages).toEqual([user, answer]);
  });

  it("goes on behind a line that another process did not finish", async () => {
    const path = join(tempDir(), "c.jsonl");
    const file = await openConversation(path);
    await file.append([user]);
    await appendFile(path, '{"type":"message","atMs":1,"message":{"role":"assistant","content":"hel');
    await file.append([answer]);
    expect((await openConversation(path)).conversation.messages).toEqual([user, answer]);
  });

  it("of two writers has every line whole, however long", async () => {
    const path = join(tempDir(), "c.jsonl");
    await openConversation(path);
    const writers = await Promise.all([openConversation(path), openConversation(path)]);
    const long = (letter: string) => ({ role: "user" as const, content: letter.repeat(3_000_000) });
    await Promise.all(writers.flatMap((writer, index) => [1, 2, 3].map(() => writer.append([long(index === 0 ? "a" : "b")]))));
    const { conversation } = await openConversation(path);
    expect(conversation.damagedLines).toBe(0);
    expect(conversation.messages).toHaveLength(6);
  });

  it("keeps what was made beside the talk, and tells no model of it", async () => {
    const path = join(tempDir(), "talk.jsonl");
    const file = await openConversation(path, { now: () => 7 });
    await file.append([{ role: "user", content: "hello" }]);
    await file.addMedia({ kind: "image", prompt: "a fox", paths: ["/pictures/fox.png"], costUsd: 0.04 });
    const { conversation } = await openConversation(path);
    expect(conversation.damagedLines).toBe(0);
    expect(conversation.entries.at(-1)).toEqual({
      type: "media",
      atMs: 7,
      kind: "image",
      prompt: "a fox",
      paths: ["/pictures/fox.png"],
      costUsd: 0.04,
    });
    expect(conversation.messages).toEqual([{ role: "user", content: "hello" }]);
  });

  it("starts from the compacted messages", async () => {
    const path = join(tempDir(), "c.jsonl");
    const file = await openConversation(path);
    await file.append([user, answer]);
    await file.compact([{ role: "user", content: "summary" }]);
    await file.append([user]);
    expect((await openConversation(path)).conversation.messages).toEqual([{ role: "user", content: "summary" }, user]);
  });

  it("says in one sentence what is wrong with a path that cannot be written", async () => {
    const path = join(tempDir(), "c.jsonl");
    await mkdir(path);
    await expect(openConversation(path)).rejects.toMatchObject({ code: "file_io", message: expect.stringContaining("EISDIR") as string });
  });
});
