import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createFetchTransport, type Transport } from "@openclaw/core";
import { sseFixture } from "@openclaw/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { collect, delta, terminal } from "../__fixtures__/answers.js";
import { HELLO } from "../__fixtures__/shaped.js";
import { target } from "../__fixtures__/targets.js";
import type { ChatStream } from "../chat-stream.js";
import { streamChat } from "../stream-chat.js";

// A real server and a real fetch: what is promised here is about sockets.
let server: Server;
let asked: Promise<unknown>;
let closed: Promise<unknown>;
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  answer = () => undefined;
  let tellAsked: (value: unknown) => void = () => undefined;
  let tellClosed: (value: unknown) => void = () => undefined;
  asked = new Promise((resolve) => (tellAsked = resolve));
  closed = new Promise((resolve) => (tellClosed = resolve));
  server = createServer((request, response) => {
    request.socket.once("close", tellClosed);
    request.resume();
    tellAsked(undefined);
    answer(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

function ask(signal?: AbortSignal): ChatStream {
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
  return streamChat(
    { target: target("openrouter/acme/one", { baseUrl }), messages: HELLO },
    { transport: createFetchTransport(), ...(signal === undefined ? {} : { signal }) },
  );
}

function begin(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(sseFixture([": OPENROUTER PROCESSING", delta({ content: "Hello" })], { done: false }));
}

// NET-4
describe("the connection closes at once", () => {
  it("when the loop is left", async () => {
    answer = begin;
    for await (const event of ask()) if (event.type === "text") break;
    await closed;
  });

  it("when the loop throws", async () => {
    answer = begin;
    const loop = async () => {
      for await (const event of ask()) if (event.type === "text") throw new Error("enough");
    };
    await expect(loop()).rejects.toThrow("enough");
    await closed;
  });

  it("when the caller aborts in the middle of an answer, which ends with an AbortError and what had come", async () => {
    answer = begin;
    const controller = new AbortController();
    const stream = ask(controller.signal);
    const events = [];
    for await (const event of stream) {
      events.push(event);
      if (event.type === "text") controller.abort();
    }
    await closed;
    expect(terminal(events)).toMatchObject({
      type: "error",
      error: { name: "AbortError" },
      partial: { content: "Hello" },
      attempts: [{ outcome: "aborted" }],
    });
    await expect(stream.result()).rejects.toMatchObject({ name: "AbortError" });
  });

  it("when the caller aborts before the first byte", async () => {
    const controller = new AbortController();
    const events = collect(ask(controller.signal));
    await asked;
    controller.abort();
    await closed;
    expect(terminal(await events)).toMatchObject({ type: "error", error: { name: "AbortError" } });
  });

  it("when the stream is cancelled before the first byte", async () => {
    const stream = ask();
    const events = collect(stream);
    await asked;
    await stream.cancel();
    await closed;
    expect(terminal(await events)).toMatchObject({ type: "error", error: { name: "AbortError" } });
  });

  it("when the stream is cancelled in the middle of an answer", async () => {
    answer = begin;
    const stream = ask();
    const events = stream[Symbol.asyncIterator]();
    await events.next();
    await stream.cancel();
    await closed;
    expect(await events.next()).toMatchObject({ value: { type: "error", error: { name: "AbortError" } } });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  it("when a reply that comes whole is cancelled half-way", async () => {
    answer = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"id":"gen-1","choices":[');
    };
    const stream = ask();
    const events = collect(stream);
    await asked;
    await stream.cancel();
    await closed;
    expect(terminal(await events)).toMatchObject({ error: { name: "AbortError" } });
  });

  it("when an answer is over but the server keeps the line open", async () => {
    answer = (response) => {
      begin(response);
      response.write("data: [DONE]\n\n");
    };
    expect(terminal(await collect(ask()))).toMatchObject({ type: "finish" });
    await closed;
  });
});

it("a transport of the caller's own is told to close, whatever kind of reply it is reading", async () => {
  for (const type of ["text/event-stream", "application/json"]) {
    let cancelled = 0;
    let tellReading: (value: unknown) => void = () => undefined;
    const reading = new Promise((resolve) => (tellReading = resolve));
    const body = {
      read: () => {
        tellReading(undefined);
        return new Promise<undefined>(() => undefined);
      },
      cancel: async () => void cancelled++,
    };
    const transport: Transport = async () => ({ status: 200, headers: new Headers({ "content-type": type }), body });
    const events = streamChat({ target: target("openrouter/acme/one"), messages: HELLO }, { transport })[Symbol.asyncIterator]();
    void events.next();
    await reading;
    await events.return?.();
    expect(cancelled).toBeGreaterThan(0);
  }
});

it("nothing is sent before the stream is read, nor when it was cancelled by then", async () => {
  let requests = 0;
  answer = () => requests++;
  const stream = ask();
  await stream.cancel();
  expect(await collect(stream)).toEqual([]);
  await expect(stream.result()).rejects.toMatchObject({ name: "AbortError" });
  const aborted = ask(AbortSignal.abort());
  expect(terminal(await collect(aborted))).toMatchObject({ error: { name: "AbortError" } });
  expect(requests).toBe(0);
});
