import { describe, expect, it } from "vitest";
import { startServer, type TestServer, type TestServerOptions } from "../../__fixtures__/start-server.js";

const TOKEN = "planted-gateway-token-5566";
const operator = { authorization: `Bearer ${TOKEN}` };
const question = (text: string, more: object = {}): object => ({
  model: "openai/gpt-4o-mini",
  messages: [{ role: "user", content: text }],
  ...more,
});

interface Key {
  readonly id: string;
  readonly headers: { readonly authorization: string };
}

async function withKeys(
  sandbox?: TestServerOptions["sandbox"],
): Promise<{ readonly server: TestServer; readonly one: Key; readonly two: Key }> {
  const server = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN }, ...(sandbox === undefined ? {} : { sandbox }) });
  const make = async (name: string): Promise<Key> => {
    const made = (await (
      await server.post("/admin/keys", { name, budgetUsd: 5, budgetWindow: "month" }, { headers: operator })
    ).json()) as { id: string; key: string };
    return { id: made.id, headers: { authorization: `Bearer ${made.key}` } };
  };
  return { server, one: await make("one"), two: await make("two") };
}

/** Rows are written a moment after their answer. */
async function untilRows(
  server: TestServer,
  count: number,
  headers: Record<string, string> = operator,
): Promise<Record<string, unknown>[]> {
  return expect
    .poll(async () => ((await (await server.get("/admin/requests?limit=500", { headers })).json()) as { requests: [] }).requests, {
      timeout: 5_000,
      interval: 20,
    })
    .toHaveLength(count)
    .then(
      async () =>
        ((await (await server.get("/admin/requests?limit=500", { headers })).json()) as { requests: Record<string, unknown>[] }).requests,
    );
}

it("lists keys page by page, the newest first, and those that were all in one page as before (SRV-3)", async () => {
  const server = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN } });
  const list = async (query: string): Promise<{ names: string[]; next: string | null }> => {
    const reply = await server.get(`/admin/keys${query}`, { headers: operator });
    expect(reply.status).toBe(200);
    const { data, next } = (await reply.json()) as { data: { name: string }[]; next: string | null };
    return { names: data.map(({ name }) => name), next };
  };
  expect(await list("")).toEqual({ names: [], next: null });
  for (let index = 1; index <= 102; index++) await server.post("/admin/keys", { name: `k${index}` }, { headers: operator });
  const first = await list("");
  expect([first.names.length, first.names[0], first.names.at(-1)]).toEqual([100, "k102", "k3"]);
  expect(await list(`?before=${first.next}`)).toEqual({ names: ["k2", "k1"], next: null });
  const two = await list("?limit=2");
  expect(two.names).toEqual(["k102", "k101"]);
  expect((await list(`?limit=2&before=${two.next}`)).names).toEqual(["k100", "k99"]);
  expect((await list("?limit=9999")).names).toHaveLength(102);
  for (const wrong of ["?limit=few", "?limit=-1", "?after=x"]) {
    const reply = await server.get(`/admin/keys${wrong}`, { headers: operator });
    expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining("body_unreadable")]);
  }
});

describe("what operators and keys see", () => {
  it("tells everybody who they are, a key its budget, and nobody a secret (SRV-3)", async () => {
    const { server, one } = await withKeys();
    expect(await (await server.get("/admin/whoami", { headers: operator })).json()).toMatchObject({
      kind: "token",
      admin: true,
      prompts_logged: false,
    });
    const self = await (await server.get("/admin/whoami", { headers: one.headers })).json();
    expect(self).toMatchObject({
      kind: "key",
      admin: false,
      key: { id: one.id, name: "one", budgetUsd: 5, budgetWindow: "month", spentUsd: 0, reservedUsd: 0 },
    });
    expect(JSON.stringify(self)).not.toContain(one.headers.authorization.slice(7));
    expect((await server.get("/admin/whoami")).status).toBe(401);
    const open = await startServer();
    expect(await (await open.get("/admin/whoami")).json()).toMatchObject({ kind: "open", admin: true });
  });

  it("adds up to the cent what the answers said they cost, in total, by group and in both exports (SRV-5)", async () => {
    const { server, one, two } = await withKeys();
    const costs: number[] = [];
    for (const [headers, text] of [
      [one.headers, "a"],
      [two.headers, "a longer question"],
      [operator, "b"],
      [one.headers, "c"],
    ] as const) {
      const answer = (await (await server.post("/v1/chat/completions", question(text), { headers })).json()) as { usage: { cost: number } };
      costs.push(answer.usage.cost);
    }
    await untilRows(server, 4);
    const nano = costs.reduce((sum, cost) => sum + BigInt(Math.round(cost * 1e9)), 0n);
    const usage = (await (await server.get("/admin/usage?groupBy=key,model", { headers: operator })).json()) as {
      totals: { costUsd: number; latencyMs: { p50: number; p95: number }; attempts: number; failed: number };
      rows: { group: Record<string, string | null>; costUsd: number; requests: number; latencyMs: { p50: number } }[];
    };
    expect(BigInt(Math.round(usage.totals.costUsd * 1e9))).toBe(nano);
    expect(usage.totals).toMatchObject({ attempts: 4, failed: 0 });
    expect(usage.totals.latencyMs.p95).toBeGreaterThanOrEqual(usage.totals.latencyMs.p50);
    expect(usage.rows.map(({ group, requests }) => `${group["key"] ?? "none"} ${requests}`).toSorted((a, b) => a.localeCompare(b))).toEqual(
      ["none 1", `${one.id} 2`, `${two.id} 1`].toSorted((a, b) => a.localeCompare(b)),
    );
    expect(usage.rows.reduce((sum, row) => sum + BigInt(Math.round(row.costUsd * 1e9)), 0n)).toBe(nano);
    const rows = (await (await server.get("/admin/ledger.json", { headers: operator })).json()) as { cost_usd: string }[];
    expect(rows.reduce((sum, row) => sum + BigInt(Math.round(Number(row.cost_usd) * 1e9)), 0n)).toBe(nano);
    const csv = await (await server.get("/admin/ledger.csv", { headers: operator })).text();
    expect(csv.trim().split("\r\n")).toHaveLength(5);
    expect(await (await server.get("/admin/usage.csv?groupBy=day", { headers: operator })).text()).toMatch(/^day,attempts,requests/);
  });

  it("shows a key its own rows only, whatever it asks for (SRV-3)", async () => {
    const { server, one, two } = await withKeys();
    await server.post("/v1/chat/completions", question("mine"), { headers: one.headers });
    await server.post("/v1/chat/completions", question("theirs"), { headers: two.headers });
    const all = await untilRows(server, 2);
    expect(all.map(({ keyName }) => String(keyName)).toSorted((a, b) => a.localeCompare(b))).toEqual(["one", "two"]);
    const own = (await (await server.get(`/admin/requests?key=${two.id}`, { headers: one.headers })).json()) as {
      requests: { keyId: string; requestId: string }[];
    };
    expect(own.requests.map(({ keyId }) => keyId)).toEqual([one.id]);
    const other = all.find(({ keyId }) => keyId === two.id) as { requestId: string };
    expect((await server.get(`/admin/requests/${other.requestId}`, { headers: one.headers })).status).toBe(404);
    const usage = (await (await server.get("/admin/usage?groupBy=key", { headers: one.headers })).json()) as { rows: { group: object }[] };
    expect(usage.rows.map(({ group }) => group)).toEqual([{ key: one.id }]);
    expect((await server.get("/admin/keys", { headers: one.headers })).status).toBe(404);
  });

  it("shows the money that requests hold while they go on, to a key its own (SRV-4)", async () => {
    const { server, one, two } = await withKeys({ tokensPerSecond: 50 });
    const heldFor = async (headers: Record<string, string>): Promise<unknown> =>
      ((await (await server.get("/admin/usage", { headers })).json()) as { held: unknown }).held;
    const nothing = { usd: 0, requests: 0 };
    const leaving = new AbortController();
    const asked = question("count to 900", { stream: true, max_tokens: 10_000 });
    const response = await server.post("/v1/chat/completions", asked, { headers: one.headers, signal: leaving.signal });
    await response.body?.getReader().read();
    // The prompt's bound, and 10,000 tokens at 0.60 dollars a million.
    const held = { usd: expect.closeTo(0.006, 4) as number, requests: 1, lost: nothing };
    expect([await heldFor(operator), await heldFor(one.headers), await heldFor(two.headers)]).toEqual([
      held,
      held,
      { ...nothing, lost: nothing },
    ]);
    leaving.abort();
    await expect.poll(() => heldFor(operator), { timeout: 12_000 }).toEqual({ ...nothing, lost: nothing });
  });

  it("pages backwards through the requests, and shows what was sent without its words (SRV-5, KEY-6)", async () => {
    const { server, one } = await withKeys();
    for (const text of ["first", "second", "a very secret question"])
      await server.post("/v1/chat/completions", question(text), { headers: one.headers });
    await untilRows(server, 3);
    const page = (await (await server.get("/admin/requests?limit=2", { headers: operator })).json()) as {
      requests: { requestId: string; id: string }[];
      next: string;
    };
    expect(page.requests).toHaveLength(2);
    const rest = (await (await server.get(`/admin/requests?limit=2&before=${page.next}`, { headers: operator })).json()) as {
      requests: unknown[];
      next: null;
    };
    expect([rest.requests.length, rest.next]).toEqual([1, null]);
    const one_ = await (await server.get(`/admin/requests/${page.requests[0]?.requestId ?? ""}`, { headers: operator })).json();
    expect(one_).toMatchObject({
      attempts: [{ kind: "chat.completions", outcome: "ok", attempt: 1, keyName: "one" }],
      plan: {
        method: "POST",
        headers: { Authorization: expect.not.stringContaining("sk-") },
        body: { messages: [{ role: "user", characters: 22 }] },
      },
    });
    expect(JSON.stringify(one_)).not.toContain("secret question");
    expect((await server.get("/admin/requests?limit=x", { headers: operator })).status).toBe(400);
  });

  it("finds a request by what its caller calls it, the newest of several, and for a key its own (SRV-5, SRV-8)", async () => {
    const { server, one, two } = await withKeys();
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const ask = (headers: Record<string, string>, traceparent: string) =>
      server.post("/v1/chat/completions", question("hi"), { headers: { ...headers, traceparent, "x-request-id": "client-7" } });
    await ask(two.headers, `00-${trace}-00f067aa0ba902b7-01`);
    await untilRows(server, 1);
    await ask(one.headers, "00-00000000000000000000000000000000-00f067aa0ba902b7-01");
    await untilRows(server, 2);
    const look = async (name: string, headers: Record<string, string>) => {
      const reply = await server.get(`/admin/requests/${name}`, { headers });
      return (await reply.json()) as {
        attempts: { requestId: string; keyName: string; clientRequestId: string; traceId?: string }[];
        plan?: object;
      };
    };
    const [newest] = (await look("client-7", operator)).attempts;
    expect(newest).toMatchObject({ keyName: "one", clientRequestId: "client-7" });
    // No trace, and nothing that is told of one.
    expect(newest?.traceId).toBeUndefined();
    const own = await look("client-7", two.headers);
    expect(own.attempts).toMatchObject([{ keyName: "two", traceId: trace }]);
    expect(own.plan).toBeDefined();
    expect(await look(own.attempts[0]?.requestId ?? "", operator)).toMatchObject({ attempts: own.attempts });
    expect((await server.get("/admin/requests/client-8", { headers: operator })).status).toBe(404);
    const lines = server
      .logs()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ id }) => id === "client-7");
    expect(lines).toMatchObject([{ request: own.attempts[0]?.requestId, trace_id: trace }, { request: newest?.requestId }]);
    expect(Object.keys(lines[1] ?? {})).not.toContain("trace_id");
    // Not configured: the provider is told nothing of it.
    expect(server.sandbox.requests.some(({ headers: sent }) => "traceparent" in sent)).toBe(false);
  });

  it("shows what goes on: the request, its phase, and nobody else's (SRV-8)", async () => {
    const { server, one, two } = await withKeys({ tokensPerSecond: 10 });
    const streaming = await server.post("/v1/chat/completions", question("x ".repeat(200), { stream: true }), { headers: one.headers });
    const look = async (headers: Record<string, string>): Promise<{ requests: object[] }> =>
      (await (await server.get("/admin/live", { headers })).json()) as { requests: object[] };
    expect(await look(one.headers)).toMatchObject({
      requests: [{ kind: "chat.completions", model: "openai/gpt-4o-mini", stream: true, keyName: "one", phase: "streaming", attempt: 1 }],
      streams: 1,
      draining: false,
      jobs: { queued: 0, running: 0 },
    });
    expect((await look(two.headers)).requests).toEqual([]);
    await streaming.body?.cancel();
    await expect.poll(async () => (await look(operator)).requests).toEqual([]);
  });

  it("shows the models that rest and why to operators, and not to keys (FAIL-3)", async () => {
    const { server, one } = await withKeys();
    server.sandbox.setFault({ name: "status-502", path: "/chat/completions" });
    await server.post("/v1/chat/completions", question("hi"), { headers: one.headers });
    const seen = (await (await server.get("/admin/live", { headers: operator })).json()) as { circuits: object[] };
    expect(seen.circuits).toMatchObject([{ model: "openai/gpt-4o-mini", state: "open", cause: expect.stringMatching(/provider|server/) }]);
    expect(await (await server.get("/admin/live", { headers: one.headers })).json()).toMatchObject({ circuits: [] });
    // Whoever asks now is told for how long there is nobody to ask.
    const later = await server.post("/v1/chat/completions", question("hi"), { headers: one.headers });
    expect([later.status, await later.json()]).toMatchObject([503, { error: { code: "candidates_exhausted" } }]);
    const seconds = Number(later.headers.get("retry-after"));
    expect([seconds >= 20, seconds <= 36]).toEqual([true, true]);
  });
});
