import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import { readEvents, startServer, type TestServer } from "../__fixtures__/start-server.js";

const PATH = "/v1/chat/completions";
const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: "gen-1", object: "chat.completion.chunk", model: "a/b", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const done = "data: [DONE]\n\n";
interface Wire {
  readonly choices: readonly {
    readonly delta: { readonly content?: string; readonly tool_calls?: readonly { id?: string; function: { arguments: string } }[] };
    readonly finish_reason: string | null;
  }[];
  readonly error?: object;
}

/** An upstream that answers its nth request with the nth script; a script that does not end with "end" is cut. */
async function scripted(scripts: readonly (readonly string[])[]): Promise<{ readonly server: TestServer; readonly asked: () => number }> {
  let asked = 0;
  const upstream = createServer((request, response) => {
    request.resume();
    if (request.url?.endsWith("/chat/completions") !== true) {
      response.writeHead(404).end();
      return;
    }
    const script = scripts[Math.min(asked++, scripts.length - 1)] ?? [];
    response.writeHead(200, { "content-type": "text/event-stream" });
    void (async () => {
      for (const piece of script) {
        if (piece === "end") response.end();
        else response.write(piece);
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
      response.destroy();
    })();
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void upstream.close());
  const server = await startServer({ baseUrl: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1` });
  return { server, asked: () => asked };
}

const ask = async (server: TestServer): Promise<readonly string[]> =>
  readEvents(await server.post(PATH, { model: "a/b", stream: true, messages: [{ role: "user", content: "x" }] }));
const read = (events: readonly string[]): readonly Wire[] =>
  events.filter((data) => data !== "[DONE]").map((data) => JSON.parse(data) as Wire);
const textOf = (events: readonly string[]): string =>
  read(events)
    .map(({ choices }) => choices[0]?.delta.content ?? "")
    .join("");

it("passes the bytes of a healthy stream as they are, unknown fields included (SRV-7)", async () => {
  const odd = `data: {"id":"gen-1","model":"a/b","new_field":[1],"choices":[{"index":0,"delta":{"content":"Hi","logprobs":{"x":1}},"finish_reason":null}]}\n\n`;
  const { server } = await scripted([[": OPENROUTER PROCESSING\n\n", odd, chunk({}, "stop"), done, "end"]]);
  const response = await server.post(PATH, { model: "a/b", stream: true, messages: [{ role: "user", content: "x" }] });
  expect(await response.text()).toBe(`${odd}${chunk({}, "stop")}${done}`);
  expect(response.headers.get("x-openclaw-model")).toBe("a/b");
});

it("tells when the first token came of an answer that came in one piece, asked for whole or as a stream (SRV-5)", async () => {
  const bill = `data: ${JSON.stringify({ id: "gen-1", choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, cost: 0.1 } })}\n\n`;
  const { server } = await scripted([[chunk({ role: "assistant", content: "Hi" }) + chunk({}, "stop") + bill + done, "end"]]);
  const rows = async (): Promise<readonly { firstTokenMs?: number }[]> =>
    ((await (await server.get("/admin/requests")).json()) as { requests: { firstTokenMs?: number }[] }).requests;
  for (const stream of [true, false]) {
    await (await server.post(PATH, { model: "a/b", stream, messages: [{ role: "user", content: "x" }] })).text();
  }
  await vi.waitFor(async () => expect(await rows()).toHaveLength(2));
  for (const { firstTokenMs } of await rows()) expect(firstTokenMs).toBeGreaterThanOrEqual(0);
});

it("joins the second try to what was passed of the first, at whatever place it breaks (FAIL-5)", async () => {
  const pieces = ["One ", "two ", "three ", "four."].map((content) => chunk({ content }));
  const whole = [...pieces, chunk({}, "stop"), done, "end"];
  for (const cut of [1, 2, 3, 4]) {
    const { server, asked } = await scripted([whole.slice(0, cut), whole]);
    const events = await ask(server);
    expect([cut, textOf(events), events.at(-1), asked()]).toEqual([cut, "One two three four.", "[DONE]", 2]);
  }
});

it("holds no more than some of what comes before the first word, however much that is (NET-4)", async () => {
  const nothing = chunk({ role: "assistant", content: "" });
  const many = nothing.repeat(Math.ceil(100_000 / nothing.length));
  const { server, asked } = await scripted([[many, many, many, many, many, chunk({ content: "Hi" }), chunk({}, "stop"), done, "end"]]);
  const events = await ask(server);
  expect([textOf(events), events.at(-1), asked()]).toEqual(["Hi", "[DONE]", 1]);
  expect(events.join("").length).toBeLessThan(10_000);
});

it("takes up a stream in its middle when a frame is odd, without asking again", async () => {
  const parts = `data: {"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"two "}]}}]}\n\n`;
  const { server, asked } = await scripted([
    [chunk({ content: "One " }), parts, chunk({ content: "three" }), chunk({}, "stop"), done, "end"],
  ]);
  const events = await ask(server);
  expect([textOf(events), events.at(-1), asked()]).toEqual(["One two three", "[DONE]", 1]);
});

it("finishes a tool call that broke off after its id went out, under the same id (FAIL-5)", async () => {
  const opening = (id: string): string =>
    chunk({ tool_calls: [{ index: 0, id, type: "function", function: { name: "f", arguments: '{"ci' } }] });
  const rest = [chunk({ tool_calls: [{ index: 0, function: { arguments: 'ty":"Oslo"}' } }] }), chunk({}, "tool_calls"), done, "end"];
  const { server } = await scripted([[opening("call_1")], [opening("call_2"), ...rest]]);
  const calls = read(await ask(server)).flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
  expect([calls.map(({ id }) => id).filter((id) => id !== undefined), calls.map((call) => call.function.arguments).join("")]).toEqual([
    ["call_1"],
    '{"city":"Oslo"}',
  ]);
});

it("ends in an error event when what broke off cannot be told again: a picture (FAIL-4)", async () => {
  const picture = chunk({ images: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }] });
  const { server, asked } = await scripted([[chunk({ content: "Look: " }), picture]]);
  const last = read(await ask(server)).at(-1);
  expect([last?.choices[0]?.finish_reason, last?.error !== undefined, asked()]).toEqual(["error", true, 1]);
});

it("adds the [DONE] that some hosts forget, and tells a stream without an end as broken (FAIL-4)", async () => {
  const { server } = await scripted([[chunk({ content: "Hi" }), chunk({}, "stop"), "end"]]);
  expect((await ask(server)).at(-1)).toBe("[DONE]");
  const never = await scripted([[chunk({ content: "Hi" }), "end"]]);
  const events = await ask(never.server);
  expect([textOf(events), events.includes("[DONE]"), read(events).at(-1)?.choices[0]?.finish_reason]).toEqual(["Hi", false, "error"]);
});

it("notes tokens, cost and time of a passed stream like those of any other (SRV-8)", async () => {
  const usage = 'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"cost":0.25}}\n\n';
  const { server } = await scripted([[chunk({ content: "Hi" }), chunk({}, "stop"), usage, done, "end"]]);
  expect((await ask(server)).join("")).not.toContain("usage");
  await vi.waitFor(() =>
    expect(server.logs()).toMatch(
      /"outcome":"finished","attempts":1,"firstTokenMs":\d+,"promptTokens":3,"completionTokens":2,"costUsd":0.25/,
    ),
  );
});

it.each([true, false])(
  "leaves a reply that has said everything to its own end, so that its connection serves the next request (stream: %s)",
  async (stream) => {
    const said = Promise.withResolvers<() => void>();
    const ended = Promise.withResolvers<boolean>();
    const upstream = createServer((request, response) => {
      request.resume();
      if (request.url?.endsWith("/chat/completions") !== true) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`${chunk({ content: "Hi" })}${chunk({}, "stop")}${done}`);
      response.on("close", () => ended.resolve(response.writableFinished));
      said.resolve(() => void response.end());
    });
    await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void upstream.close());
    const server = await startServer({ baseUrl: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1` });
    const reply = await server.post(PATH, { model: "a/b", stream, messages: [{ role: "user", content: "x" }] });
    // The client has its answer whole before the reply has ended.
    expect(await reply.text()).toContain("Hi");
    (await said.promise)();
    expect(await ended.promise).toBe(true);
  },
);
