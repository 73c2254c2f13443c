import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { readEvents, startServer } from "../__fixtures__/start-server.js";

const PATH = "/v1/chat/completions";
const ask = (content: string, more: object = {}): object => ({ model: "sandbox/guide", messages: [{ role: "user", content }], ...more });
interface Chunk {
  readonly id: string;
  readonly model: string;
  readonly choices: readonly { readonly delta: Record<string, unknown>; readonly finish_reason: string | null }[];
  readonly usage?: { readonly cost: number };
  readonly error?: { readonly code: string };
}
const chunksOf = (events: readonly string[]): readonly Chunk[] =>
  events.filter((data) => data !== "[DONE]").map((data) => JSON.parse(data) as Chunk);
const textOf = (chunks: readonly Chunk[]): string =>
  chunks.map(({ choices }) => (choices[0]?.delta["content"] as string | undefined) ?? "").join("");

describe("a whole answer", () => {
  it("has OpenAI's shape, with model, tries and cost in its headers (SRV-1)", async () => {
    const { post, sandbox } = await startServer();
    const response = await post(PATH, ask("What is 12 * 7?"));
    const body = (await response.json()) as { usage: { cost: number } };
    expect(body).toMatchObject({
      object: "chat.completion",
      model: "sandbox/guide",
      choices: [{ index: 0, message: { role: "assistant", content: "12 * 7 = 84" }, finish_reason: "stop" }],
    });
    expect(body.usage.cost).toBeCloseTo(sandbox.spentUsd, 12);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-openclaw-model": "sandbox/guide",
      "x-openclaw-attempts": "1",
      "x-openclaw-cost-usd": String(body.usage.cost),
    });
  });

  it("names the field that is wrong, never its value (SRV-1)", async () => {
    const { post } = await startServer();
    const bodies: readonly [object, string][] = [
      [{}, "messages"],
      [{ messages: [] }, "messages"],
      [ask("x", { temperature: 9 }), "temperature"],
      [ask("x", { n: 2 }), "n"],
      [{ messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: 5 } }] }] }, "messages.0.content.0.image_url.url"],
      [{ messages: [{ role: "narrator", content: "private" }] }, "messages.0.role"],
      [ask("x", { model: " " }), "model"],
      [ask("x", { model: "no-such-alias" }), "model"],
    ];
    for (const [body, param] of bodies) {
      const response = await post(PATH, body);
      const text = await response.text();
      expect([response.status, (JSON.parse(text) as { error: { param: string } }).error.param]).toEqual([400, param]);
      expect(text).not.toContain("private");
    }
    const unknown = await post(PATH, ask("x", { model: "nobody/nothing" }));
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: "model_not_found" } }]);
  });
});

describe("the model", () => {
  const config = {
    agents: {
      defaults: {
        model: { primary: "openrouter/sandbox/echo", fallbacks: ["openrouter/sandbox/guide"] },
        models: { "openrouter/sandbox/thinker": { alias: "deep" } },
      },
      entries: { helper: { model: { primary: "openrouter/sandbox/long" } } },
    },
  };

  it("is the configured chain, an alias, a ref, an API id, or an agent's (SRV-2)", async () => {
    const { post } = await startServer({ config });
    const named: Readonly<Record<string, string>> = {
      openclaw: "sandbox/echo",
      "openclaw/default": "sandbox/echo",
      "openclaw/helper": "sandbox/long",
      deep: "sandbox/thinker",
      "openrouter/sandbox/guide": "sandbox/guide",
      "sandbox/guide": "sandbox/guide",
    };
    for (const [model, expected] of Object.entries(named)) {
      const response = await post(PATH, ask("echo: hi", { model }));
      expect([model, response.headers.get("x-openclaw-model")]).toEqual([model, expected]);
    }
    const byHeader = await post(PATH, ask("echo: hi", { model: "openclaw" }), { headers: { "x-openclaw-model": "deep" } });
    expect(byHeader.headers.get("x-openclaw-model")).toBe("sandbox/thinker");
    expect((await post(PATH, ask("x", { model: "openclaw/nobody" }))).status).toBe(400);
  });

  it("falls back along the configured chain and the request's models, and says how often it tried (FAIL-1)", async () => {
    const { post, sandbox } = await startServer({ config });
    sandbox.setFault({ name: "status-404", model: "sandbox/echo" });
    const chain = await post(PATH, ask("echo: hi", { model: "openclaw" }));
    expect([chain.headers.get("x-openclaw-model"), chain.headers.get("x-openclaw-attempts")]).toEqual(["sandbox/guide", "2"]);
    const listed = await post(PATH, ask("echo: hi", { model: "sandbox/echo", models: ["sandbox/long"] }));
    expect(listed.headers.get("x-openclaw-model")).toBe("sandbox/long");
    const strict = await post(PATH, ask("echo: hi", { model: "sandbox/echo" }));
    expect(strict.status).toBe(404);
  });
});

describe("a stream", () => {
  it("begins with the role, ends with the reason and [DONE], and bills when asked (SRV-7)", async () => {
    const { post } = await startServer();
    const response = await post(PATH, ask("count to 5", { stream: true, stream_options: { include_usage: true } }));
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("x-openclaw-model")).toBe("sandbox/guide");
    const events = await readEvents(response);
    const chunks = chunksOf(events);
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: "assistant", content: "" });
    expect(textOf(chunks)).toContain("1 2 3 4 5");
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
    expect([chunks.at(-1)?.choices, chunks.at(-1)?.usage?.cost]).toEqual([[], expect.any(Number)]);
    expect(events.at(-1)).toBe("[DONE]");
    const plain = chunksOf(await readEvents(await post(PATH, ask("count to 5", { stream: true }))));
    expect(plain.some(({ usage }) => usage !== undefined)).toBe(false);
    const openRouter = chunksOf(await readEvents(await post(`/api${PATH}`, ask("count to 5", { stream: true }))));
    expect(openRouter.at(-1)?.usage?.cost).toEqual(expect.any(Number));
  });

  it("passes the first token on before the second is there (SRV-7, FAIL-5)", async () => {
    const { post } = await startServer({ sandbox: { tokensPerSecond: 5 } });
    const response = await post(PATH, ask("count to 50", { stream: true }));
    const reader = response.body!.getReader();
    const decoder = new TextDecoder();
    let seen = "";
    while (!/"content":"[^"]/.test(seen)) seen += decoder.decode((await reader.read()).value, { stream: true });
    expect(seen.match(/"content":"[^"]/g)?.length).toBeLessThan(4);
    await reader.cancel();
  });

  it("recovers a stream that dies, and the caller sees every word once (FAIL-4, FAIL-5)", async () => {
    const { post, sandbox } = await startServer();
    const whole = textOf(chunksOf(await readEvents(await post(PATH, ask("count to 40", { stream: true })))));
    for (const name of ["cut", "eof-without-finish", "error-mid-stream", "malformed-chunk"] as const) {
      sandbox.clearFaults();
      sandbox.setFault({ name, param: 5, times: 1 });
      const events = await readEvents(await post(PATH, ask("count to 40", { stream: true })));
      expect([name, textOf(chunksOf(events)), events.at(-1)]).toEqual([name, whole, "[DONE]"]);
    }
  });

  it("ends a stream that cannot be saved with an error event and without [DONE] (FAIL-4, SRV-7)", async () => {
    const { post, sandbox, logs } = await startServer({
      config: { agents: { defaults: { failover: { retries: 0 } } } },
      sandbox: { tokensPerSecond: 200 },
    });
    // A model for each, because failures are remembered.
    let used = 0;
    for (const path of [PATH, `/api${PATH}`]) {
      for (const name of ["cut", "eof-without-finish", "error-mid-stream"] as const) {
        sandbox.clearFaults();
        sandbox.setFault({ name, param: 4 });
        const model = `sandbox/${["guide", "echo", "long", "tiny", "thinker", "no-tools"][used++]}`;
        const events = await readEvents(await post(path, ask("count to 40", { stream: true, model })));
        const last = JSON.parse(events.at(-1) ?? "") as Chunk;
        expect(last.choices[0]?.finish_reason).toBe("error");
        expect(String(last.error?.code)).toMatch(/^(network_interrupted|stream_truncated|provider_unavailable|502)$/);
      }
    }
    expect(logs()).toContain('"outcome":"failed"');
  });

  it("takes back what has not gone out yet, for a failure with a status of its own (FAIL-4)", async () => {
    const { post, sandbox } = await startServer({ config: { agents: { defaults: { failover: { retries: 0 } } } } });
    sandbox.setFault({ name: "error-first" });
    const response = await post(PATH, ask("count to 40", { stream: true }));
    expect([response.status, response.headers.get("content-type")]).toEqual([502, "application/json; charset=utf-8"]);
  });

  it("answers a failure before the first word with its own status, not with a stream (FAIL-4)", async () => {
    const { post, sandbox } = await startServer({ config: { agents: { defaults: { failover: { retries: 0 } } } } });
    const expected = {
      "status-402": 402,
      "status-403-moderation": 403,
      "status-429": 429,
      "status-503": 503,
      "html-page": 502,
      "empty-body": 502,
      "error-in-200": 502,
      "status-401": 502,
    } as const;
    for (const [index, [name, status]] of Object.entries(expected).entries()) {
      for (const stream of [true, false]) {
        sandbox.clearFaults();
        sandbox.setFault({ name: name as keyof typeof expected, ...(name === "status-429" ? { param: 7 } : {}) });
        const response = await post(
          PATH,
          ask("count to 5", { stream, model: `sandbox/guide:${stream ? "nitro" : "floor"}@preset/p${index}` }),
        );
        const { headers } = response;
        const told = [name, response.status, headers.get("content-type"), headers.get("retry-after")];
        expect(told).toEqual([name, status, "application/json; charset=utf-8", name === "status-429" ? "7" : null]);
        await response.text();
      }
    }
  });

  it("sends comments while a model says nothing (SRV-7)", async () => {
    const { post, sandbox } = await startServer({ limits: { heartbeatMs: 60 } });
    sandbox.setFault({ name: "slow-first-token", param: 400 });
    const text = await (await post(PATH, ask("count to 5", { stream: true }))).text();
    expect(text.startsWith(": keep-alive\n\n")).toBe(true);
    expect(text).toContain("data: [DONE]");
  });
});

describe("a client that leaves", () => {
  it.each([
    ["before the first byte", { name: "slow-headers", param: 5_000, path: "/chat/completions" }],
    ["in mid-stream", { name: "stall", param: 3, path: "/chat/completions" }],
  ] as const)("%s ends the request upstream (SRV-7, NET-4)", async (_when, fault) => {
    const { post, sandbox, logs } = await startServer();
    sandbox.setFault(fault);
    for (const stream of [true, false]) {
      const leaving = new AbortController();
      const before = sandbox.requests.filter(({ path }) => path.includes("chat/")).length;
      const response = post(PATH, ask("count to 50", { stream }), { signal: leaving.signal });
      response.catch(() => undefined);
      await vi.waitFor(() => expect(sandbox.requests.filter(({ path }) => path.includes("chat/")).length).toBe(before + 1));
      if (stream && fault.name === "stall") await (await response).body?.getReader().read();
      leaving.abort();
      await vi.waitFor(() => expect(sandbox.requests.at(-1)?.state).toBe("aborted"), { timeout: 3_000 });
    }
    await vi.waitFor(() => expect(logs().match(/"outcome":"cancelled"/g)).toHaveLength(2));
  });

  it("is let go without an error when it leaves: nobody was told one, and nothing went wrong here (SRV-8)", async () => {
    const { post, get, logs } = await startServer({ sandbox: { tokensPerSecond: 40 } });
    const paths = ["/v1/chat/completions", "/v1/responses", "/v1/messages"];
    for (const path of paths) {
      const leaving = new AbortController();
      const question = { messages: [{ role: "user", content: "count to 300" }], input: "count to 300", max_tokens: 900 };
      const reply = await post(path, { model: "sandbox/guide", stream: true, ...question }, { signal: leaving.signal });
      await reply.body?.getReader().read();
      leaving.abort();
    }
    await vi.waitFor(() => expect(logs().split('"outcome":"cancelled"')).toHaveLength(paths.length + 1));
    expect(logs()).not.toContain('"error"');
    expect(await (await get("/metrics")).text()).toContain('openclaw_errors_total{code="internal"} 0');
  });

  it("holds the upstream back when it reads slowly (SRV-7)", async () => {
    let sent = 0;
    let ended = false;
    const frame = `data: ${JSON.stringify({ id: "gen-1", model: "a/b", choices: [{ index: 0, delta: { content: "x".repeat(1_000) } }] })}\n\n`;
    const upstream = createServer((request, response) => {
      if (request.url?.includes("models") === true) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { "content-type": "text/event-stream" });
      const fill = (): void => {
        while (sent < 200_000_000 && !response.destroyed && response.write(frame)) sent += frame.length;
      };
      response.on("drain", fill).on("close", () => (ended = true));
      fill();
    });
    await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void upstream.close());
    const { post } = await startServer({ baseUrl: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1` });
    const response = await post(PATH, ask("x", { model: "a/b", stream: true }));
    const reader = response.body!.getReader();
    await reader.read();
    let before = -1;
    await vi.waitFor(
      () => {
        const stands = sent === before;
        before = sent;
        expect(stands).toBe(true);
      },
      { timeout: 10_000, interval: 300 },
    );
    expect(sent).toBeLessThan(40_000_000);
    await reader.cancel();
    await vi.waitFor(() => expect(ended).toBe(true));
  });
});
