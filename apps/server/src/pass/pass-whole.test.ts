import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { startServer } from "../__fixtures__/start-server.js";

const message = { role: "assistant", content: "Hi ü😀", refusal: null };
const answer = {
  id: "gen-1",
  object: "chat.completion",
  created: 1_757_000_001,
  model: "a/b",
  provider: "P",
  choices: [{ index: 0, message, finish_reason: "stop" }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5, cost: 0.5 },
};
const withChoice = (choice: object): object => ({ ...answer, choices: [{ ...answer.choices[0], ...choice }] });
const call = { id: "c", type: "function", function: { name: "f", arguments: "{}" } };
const STREAM = `data: ${JSON.stringify({ id: "gen-2", model: "a/b", choices: [{ index: 0, delta: { content: "again" }, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`;

type Play = (response: ServerResponse) => void;
const json =
  (body: unknown): Play =>
  (response) =>
    void response.writeHead(200, { "content-type": "application/json" }).end(typeof body === "string" ? body : JSON.stringify(body));

/** Asks an upstream whose first answer is the given one; what asks again is answered with a stream. */
async function askAfter(first: Play, limit: { readonly max_tokens?: number } = { max_tokens: 100 }) {
  const asked: { readonly stream: boolean }[] = [];
  const upstream = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      if (request.url?.endsWith("/chat/completions") !== true) return void response.writeHead(404).end();
      asked.push(JSON.parse(body) as { stream: boolean });
      if (asked.length === 1) return first(response);
      return void response.writeHead(200, { "content-type": "text/event-stream" }).end(STREAM);
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void upstream.close());
  const server = await startServer({ baseUrl: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1` });
  const response = await server.post("/v1/chat/completions", {
    model: "a/b",
    ...limit,
    messages: [{ role: "user", content: "x" }],
  });
  const text = await response.text();
  return { response, text, asked, server, words: () => (JSON.parse(text) as typeof answer).choices[0]?.message.content };
}

it("passes the bytes of a short healthy answer as they are, unknown fields included (SRV-2)", async () => {
  const text = JSON.stringify({ ...answer, new_field: [1] }, null, 1);
  const asked = await askAfter(json(text));
  expect(asked.text).toBe(text);
  expect(asked.asked).toMatchObject([{ stream: false }]);
  expect(Object.fromEntries(asked.response.headers)).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(text)),
    "x-openclaw-model": "a/b",
    "x-openclaw-attempts": "1",
    "x-openclaw-cost-usd": "0.5",
  });
});

it.each<[string, Play]>([
  ["an error behind a good status", json({ error: { code: 502, message: "x" } })],
  ["half a document", json(JSON.stringify(answer).slice(0, -20))],
  [
    "a body that breaks off",
    (response) => void response.writeHead(200, { "content-type": "application/json" }).write("{", () => response.destroy()),
  ],
  ["an answer of nothing", json(withChoice({ message: { role: "assistant", content: "" } }))],
  ["a failure", (response) => void response.writeHead(500, { "content-type": "application/json" }).end("{}")],
])("takes %s for a failed try, and asks again (FAIL-4)", async (_what, first) => {
  const asked = await askAfter(first);
  expect(asked.response.status).toBe(200);
  expect([asked.words(), asked.asked.map(({ stream }) => stream)]).toEqual(["again", [false, true]]);
  expect(asked.response.headers.get("x-openclaw-attempts")).toBe("2");
});

it.each<[string, object, object]>([
  ["a reason that the calls contradict", withChoice({ message: { ...message, tool_calls: [call] } }), { finish_reason: "tool_calls" }],
  ["an end that does not say why", withChoice({ finish_reason: null }), { finish_reason: "stop" }],
  ["a document without an id", { ...answer, id: undefined }, { finish_reason: "stop" }],
  [
    "content in parts",
    withChoice({ message: { ...message, content: [{ type: "text", text: "Hi ü😀" }] } }),
    { message: { content: "Hi ü😀" } },
  ],
])("leaves %s to the engine, without asking again", async (_what, body, expected) => {
  const { text, asked } = await askAfter(json(body));
  expect(asked).toHaveLength(1);
  const read = JSON.parse(text) as typeof answer;
  expect(read.choices[0]).toMatchObject(expected);
  expect(read.id).toMatch(/./);
});

it("does not present an answer that ended in an error as a success (FAIL-4)", async () => {
  const { response } = await askAfter(json(withChoice({ finish_reason: "error" })));
  expect(response.status).toBe(502);
});

it("gives the engine an answer that came as a stream, although it was asked for whole", async () => {
  const asked = await askAfter((response) => void response.writeHead(200, { "content-type": "text/event-stream" }).end(STREAM));
  expect([asked.words(), asked.asked.length]).toEqual(["again", 1]);
});

const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: "gen-1", model: "a/b", provider: "P", choices: [{ index: 0, delta, finish_reason: finish, native_finish_reason: finish }] })}\n\n`;
const usage = `data: ${JSON.stringify({ id: "gen-1", choices: [], usage: answer.usage })}\n\n`;
const streamed =
  (...pieces: readonly string[]): Play =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const piece of pieces) response.write(piece);
    response.end();
  };

it("gathers a stream of words into one document (SRV-2)", async () => {
  const words = ["One ", "two ", '"three" ', "ü😀"].map((content) => chunk({ role: "assistant", content }));
  const asked = await askAfter(streamed(": OPENROUTER PROCESSING\n\n", ...words, chunk({}, "stop"), usage, "data: [DONE]\n\n"), {});
  expect(asked.asked).toMatchObject([{ stream: true }]);
  expect(JSON.parse(asked.text)).toMatchObject({
    id: "gen-1",
    object: "chat.completion",
    model: "a/b",
    provider: "P",
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: 'One two "three" ü😀', refusal: null },
        finish_reason: "stop",
        native_finish_reason: "stop",
      },
    ],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5, cost: 0.5 },
  });
  expect(asked.response.headers.get("x-openclaw-cost-usd")).toBe("0.5");
});

it.each<[string, readonly string[], object]>([
  ["reasoning", [chunk({ reasoning: "hm" }), chunk({ content: "Hi" }), chunk({}, "stop")], { message: { content: "Hi", reasoning: "hm" } }],
  [
    "a call",
    [chunk({ content: "Hi" }), chunk({ tool_calls: [{ index: 0, ...call }] }), chunk({}, "stop")],
    { message: { content: "Hi", tool_calls: [call] }, finish_reason: "tool_calls" },
  ],
  [
    "a picture",
    [chunk({ content: "Hi", images: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }] }), chunk({}, "stop")],
    { message: { content: "Hi", images: [{}] } },
  ],
])("leaves a stream with %s in it to the engine, without asking again", async (_what, pieces, expected) => {
  const { text, asked } = await askAfter(streamed(...pieces, "data: [DONE]\n\n"), {});
  expect([asked.length, (JSON.parse(text) as typeof answer).choices[0]]).toEqual([1, expect.objectContaining({})]);
  expect((JSON.parse(text) as typeof answer).choices[0]).toMatchObject(expected);
});

it.each<[string, Play]>([
  ["stops in its middle", streamed(chunk({ content: "aga" }))],
  [
    "breaks off",
    (response) =>
      void response.writeHead(200, { "content-type": "text/event-stream" }).write(chunk({ content: "aga" }), () => response.destroy()),
  ],
  ["turns to nonsense", streamed(chunk({ content: "aga" }), "data: {nonsense\n\n")],
])("asks again when a stream %s, and never gives half of it for the whole (FAIL-4, FAIL-5)", async (_what, first) => {
  const asked = await askAfter(first, {});
  expect([asked.response.status, asked.words(), asked.asked.length]).toEqual([200, "again", 2]);
});
