import { describe, expect, it, vi } from "vitest";
import { readEvents, startServer, type TestServer } from "../__fixtures__/start-server.js";
import { writeRows } from "./write-rows.js";

const TOKEN = "gateway-token-of-the-operator";
const admin = { authorization: `Bearer ${TOKEN}` };
const CHAIN = ["openai/gpt-4o-mini", "openai/gpt-4o"];

interface Row {
  readonly attempt: number;
  readonly model: string;
  readonly outcome: string;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly costUsd?: number;
}

/** Asks the chain for a count, and waits until its bill is in the ledger. */
async function rowsOf(server: TestServer, more: object = {}): Promise<readonly Row[]> {
  const made = await server.post("/admin/keys", { name: "test", budgetUsd: 10 }, { headers: admin });
  const { id, key } = (await made.json()) as { readonly id: string; readonly key: string };
  const response = await server.post(
    "/v1/chat/completions",
    { models: CHAIN, stream: true, max_tokens: 400, messages: [{ role: "user", content: "count to 40" }], ...more },
    { headers: { authorization: `Bearer ${key}` } },
  );
  expect(response.status).toBe(200);
  if (response.headers.get("content-type")?.startsWith("text/event-stream") === true) await readEvents(response);
  else await response.text();
  await vi.waitFor(
    async () => {
      const state = (await (await server.get(`/admin/keys/${id}`, { headers: admin })).json()) as { readonly reservedUsd: number };
      expect(state.reservedUsd).toBe(0);
    },
    { timeout: 12_000 },
  );
  const { requests } = (await (await server.get("/admin/requests", { headers: admin })).json()) as { readonly requests: readonly Row[] };
  return requests.toSorted((a, b) => a.attempt - b.attempt);
}

const sum = (rows: readonly Row[], of: (row: Row) => number | undefined): number => rows.reduce((total, row) => total + (of(row) ?? 0), 0);

describe("the ledger rows of an answer that took several attempts (SRV-5)", () => {
  it.each(["error-mid-stream", "cut", "eof-without-finish"] as const)(
    "hold what each was billed, the one that broke off too: %s",
    async (name) => {
      // A whole reply has no end of a stream that could be missing.
      for (const stream of name === "eof-without-finish" ? [true] : [true, false]) {
        const config = { agents: { defaults: { failover: { retries: 0 } } } };
        const server = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN }, config });
        server.sandbox.setFault({ name, param: 8, times: 1, path: "/chat/completions" });
        const rows = await rowsOf(server, { stream });
        expect(rows.map(({ model, outcome }) => [model, outcome])).toEqual([
          [CHAIN[0], "error"],
          [CHAIN[1], "ok"],
        ]);
        expect(sum(rows, (row) => row.costUsd)).toBeCloseTo(server.sandbox.spentUsd, 12);
        const last = rows.at(-1);
        // Each row is its own model's bill: 2.50 and 10 dollars a million.
        expect(last?.costUsd).toBeCloseTo(((last?.promptTokens ?? 0) * 2.5 + (last?.completionTokens ?? 0) * 10) / 1e6, 12);
        for (const { promptTokens, completionTokens } of rows) expect([promptTokens, completionTokens]).toEqual([6, 40]);
      }
    },
    20_000,
  );
});

const usage = (promptTokens: number, costUsd?: number) => ({
  promptTokens,
  completionTokens: 1,
  totalTokens: promptTokens + 1,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  ...(costUsd === undefined ? {} : { costUsd }),
});
const facts = {
  requestId: "req_1",
  keyId: undefined,
  endpoint: "chat.completions",
  requestedModel: undefined,
  user: undefined,
  costUsd: 3,
  latencyMs: 5,
};
const attempt = { model: "openrouter/a/b", keyLabel: "k", startedAtMs: 0, durationMs: 1 } as const;

describe("writeRows", () => {
  it("gives each attempt the tokens that it used itself, and not the answer's sum to the last", () => {
    const attempts = [
      { ...attempt, outcome: "failed", usage: usage(10, 1), costUsd: 1 },
      { ...attempt, outcome: "succeeded", usage: usage(20, 2), costUsd: 2 },
    ] as const;
    const rows = writeRows({ model: "a/b", outcome: "finished", attempts, usage: usage(30, 3) }, facts);
    expect(rows.map((row) => [row.promptTokens, row.costUsd])).toEqual([
      [10, 1],
      [20, 2],
    ]);
  });

  it("leaves the tokens of a last attempt open that did not tell them", () => {
    const attempts = [
      { ...attempt, outcome: "failed", usage: usage(10) },
      { ...attempt, outcome: "failed" },
    ] as const;
    const rows = writeRows({ model: "a/b", outcome: "failed", attempts, usage: usage(10) }, facts);
    expect(rows.map((row) => row.promptTokens)).toEqual([10, undefined]);
  });

  it("takes the answer's usage for an attempt of a route that tells it only as a whole", () => {
    const rows = writeRows({ model: "a/b", outcome: "finished", attempts: [{ ...attempt, outcome: "succeeded" }], usage: usage(7) }, facts);
    expect(rows.map((row) => row.promptTokens)).toEqual([7]);
  });
});
