import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createFetchTransport, createTarget, TimeoutError } from "@openclaw/core";
import { fakeClock, fakeFetch, settle } from "@openclaw/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { clockOf } from "../__fixtures__/answers.js";
import { completeChat, streamChat } from "../stream-chat.js";

const messages = [{ role: "user" as const, content: "hi" }];
const chunk = (fields: object): string => `data: ${JSON.stringify({ id: "gen-1", ...fields })}\n\n`;
const ANSWER = `${chunk({ choices: [{ index: 0, delta: { content: "hello" }, finish_reason: "stop" }] })}data: [DONE]\n\n`;

describe("the limit for the first token", () => {
  // NET-3, FAIL-6
  it("runs from the sending: headers that are slow use it up", async () => {
    const clock = fakeClock();
    const fake = fakeFetch({ "*": { type: "hang" } });
    const target = createTarget({ model: "openrouter/openai/gpt-5-mini", apiKey: "sk-or-test-key", timeouts: { firstTokenMs: 8_000 } });
    const failed = completeChat(
      { target, messages },
      { transport: createFetchTransport(fake.fetch), clock: clockOf(clock), failover: { retries: 0 } },
    ).catch((error: unknown) => error);
    await clock.advance(7_999);
    await settle();
    await clock.advance(1);
    const error = await failed;
    expect(error).toMatchObject({ code: "timeout_first_token", cause: expect.any(TimeoutError) as Error });
  });
});

describe("the connection of a whole answer", () => {
  it("is used again for the next request", async () => {
    const sockets = new Set<unknown>();
    const server = createServer((request, response) => {
      sockets.add(request.socket);
      request.resume();
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(ANSWER);
      // The end comes a moment after [DONE], as it does over a real network.
      setImmediate(() => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const target = createTarget({
      model: "openrouter/openai/gpt-5-mini",
      apiKey: "sk-or-test-key",
      baseUrl: `http://127.0.0.1:${port}/v1`,
    });
    for (let turn = 0; turn < 3; turn++) {
      await completeChat({ target, messages });
      // The rest of the body is read beside the answer; one turn of the loop lets it arrive.
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    }
    expect(sockets.size).toBeLessThan(3);
  });
});

describe("a chunk's own fields", () => {
  // CHAT-10
  it("that are not known are kept with the message", async () => {
    const body = `${chunk({ citations: ["https://a.example"], choices: [{ index: 0, delta: { content: "x" } }] })}${ANSWER}`;
    const fake = fakeFetch({ "*": { type: "stream", chunks: [body] } });
    const target = createTarget({ model: "openrouter/openai/gpt-5-mini", apiKey: "sk-or-test-key" });
    const { message } = await streamChat({ target, messages }, { transport: createFetchTransport(fake.fetch) }).result();
    expect(message.extra).toEqual({ citations: ["https://a.example"] });
  });
});
