// CHAT-12
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChatMessage } from "../messages.js";
import { estimateTokens } from "./estimate-tokens.js";
import { fitConversation } from "./fit.js";

const user = (content: string): ChatMessage => ({ role: "user", content });
const answer = (content: string): ChatMessage => ({ role: "assistant", content });
const system: ChatMessage = { role: "system", content: "Be brief." };
const long = "word ".repeat(200);

describe("fitting a conversation into a window", () => {
  it("leaves a conversation that fits untouched", async () => {
    const messages = [system, user("hi"), answer("hello")];
    expect(await fitConversation(messages, { contextTokens: 1_000 })).toEqual({ messages, dropped: [] });
  });

  it("drops nothing where the window is not known", async () => {
    const messages = [user(long), answer(long), user(long)];
    expect((await fitConversation(messages, {})).messages).toBe(messages);
  });

  it("drops the oldest turns whole, keeps the system message and the latest turn, and says so", async () => {
    const messages = [system, user(long), answer(long), user("second"), answer("two"), user("third")];
    const { messages: kept, dropped, warning } = await fitConversation(messages, { contextTokens: 300 });
    expect(kept).toEqual([system, user("second"), answer("two"), user("third")]);
    expect(dropped).toHaveLength(2);
    expect(warning).toMatchObject({ code: "conversation_shortened" });
  });

  it("puts a summary where the dropped turns were, when somebody can write one", async () => {
    const { messages } = await fitConversation(
      [user(long), answer(long), user("now")],
      { contextTokens: 300 },
      { summarize: async (dropped) => `${dropped.length} messages about words` },
    );
    expect(messages[0]).toEqual(user("Summary of the conversation so far:\n2 messages about words"));
  });

  it("never parts a tool's result from its call, and always ends with the latest turn", async () => {
    const turn = fc
      .tuple(fc.integer({ min: 0, max: 400 }), fc.boolean())
      .map(([length, tool]): readonly ChatMessage[] =>
        tool
          ? [
              user("x".repeat(length)),
              { role: "assistant", content: null, toolCalls: [{ id: `t${length}`, name: "f", arguments: "{}" }] },
              { role: "tool", toolCallId: `t${length}`, content: "y".repeat(length) },
              answer("done"),
            ]
          : [user("x".repeat(length)), answer("ok")],
      );
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 6 }), fc.integer({ min: 20, max: 600 }), async (turns, contextTokens) => {
        const messages = [system, ...turns.flat()];
        const { messages: kept, dropped } = await fitConversation(messages, { contextTokens });
        expect(kept[0]).toBe(system);
        expect(kept.at(-1)).toBe(messages.at(-1));
        expect([...dropped, ...kept.slice(1)]).toEqual(messages.slice(1));
        expect(kept[1]?.role).toBe("user");
        const oneTurnLeft = kept.filter(({ role }) => role === "user").length === 1;
        expect(oneTurnLeft || estimateTokens(kept) <= contextTokens * 0.75).toBe(true);
      }),
    );
  });
});
