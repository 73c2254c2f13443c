import { createFetchTransport } from "@openclaw/core";
import { fakeFetch, seededRandom } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { PATH } from "./__fixtures__/answers.js";
import { FAMILY_MODELS, strictFamilies } from "./__fixtures__/strict-families.js";
import { target } from "./__fixtures__/targets.js";
import type { ChatMessage } from "./messages.js";
import { completeChat } from "./stream-chat.js";

const TOOLS = [{ name: "look", inputSchema: { type: "object" } }];
const TARGETS = FAMILY_MODELS.map((model) => target(`openrouter/${model}`));

/** A conversation of `turns` questions; `choose` says which family answers each request. */
async function converse(turns: number, choose: (request: number) => number) {
  const server = strictFamilies();
  const fake = fakeFetch({ [PATH]: server.answer });
  const transport = createFetchTransport(fake.fetch);
  const messages: ChatMessage[] = [{ role: "system", content: "Be brief." }];
  for (let turn = 0, request = 0; turn < turns; turn++) {
    messages.push({ role: "user", content: `Question ${turn}?` });
    for (let calls = 1; calls > 0; request++) {
      const { message, toolCalls } = await completeChat(
        { target: TARGETS[choose(request) % TARGETS.length]!, messages, tools: TOOLS, thinking: "high" },
        { transport },
      );
      messages.push(message, ...toolCalls.map((call): ChatMessage => ({ role: "tool", toolCallId: call.id, content: "seen" })));
      calls = toolCalls.length;
    }
  }
  return { refusals: server.refusals, requests: fake.calls.length, seen: server.seen };
}

// CHAT-6
describe("a conversation that changes its model", () => {
  it.each(Array.from({ length: 10 }, (_unused, index) => index + 1))(
    "at every turn, with tools and reasoning, is refused by no family (%i)",
    async (seed) => {
      const random = seededRandom(seed);
      const { refusals, requests, seen } = await converse(12, () => Math.floor(random() * FAMILY_MODELS.length));
      expect(refusals).toEqual([]);
      expect(requests).toBeGreaterThan(15);
      expect(seen.calls).toBeGreaterThan(10);
      expect(seen.details).toBeGreaterThan(10);
    },
  );

  it("in turn through all families, and back to each, is refused by none", async () => {
    expect((await converse(25, (request) => request)).refusals).toEqual([]);
  });

  it.each(FAMILY_MODELS.map((model, index) => [model, index] as const))(
    "never, and stays with %s, keeps its reasoning",
    async (_model, index) => {
      const { refusals, seen } = await converse(9, () => index);
      expect(refusals).toEqual([]);
      expect(seen.calls).toBeGreaterThan(0);
    },
  );
});
