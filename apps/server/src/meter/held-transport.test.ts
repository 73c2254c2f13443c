import { describe, expect, it, vi } from "vitest";
import type { Exchange } from "../http/exchange.js";
import { startServer, type TestServer } from "../__fixtures__/start-server.js";
import { createMeter } from "./meter.js";

const TOKEN = "gateway-token-of-the-operator";
const admin = { authorization: `Bearer ${TOKEN}` };
const CHAIN = ["openai/gpt-4o-mini", "openai/gpt-4o"];
// What is held for one answer below: 400 tokens at 10 dollars a million, and the prompt.
const ONE_ANSWER_USD = 0.004;

async function askOnce(
  budgetUsd: number,
  more: object,
): Promise<{ readonly server: TestServer; readonly text: string; readonly spentUsd: number }> {
  const config = { agents: { defaults: { failover: { retries: 0 } } } };
  const server = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN }, config });
  server.sandbox.setFault({ name: "cut", param: 8, times: 1, path: "/chat/completions" });
  const made = await server.post("/admin/keys", { name: "test", budgetUsd }, { headers: admin });
  const { id, key } = (await made.json()) as { readonly id: string; readonly key: string };
  const response = await server.post(
    "/v1/chat/completions",
    { models: CHAIN, max_tokens: 400, messages: [{ role: "user", content: "count to 40" }], ...more },
    { headers: { authorization: `Bearer ${key}` } },
  );
  const text = `${response.status} ${await response.text()}`;
  const state = await vi.waitFor(
    async () => {
      const now = (await (await server.get(`/admin/keys/${id}`, { headers: admin })).json()) as Record<"reservedUsd" | "spentUsd", number>;
      expect(now.reservedUsd).toBe(0);
      return now;
    },
    { timeout: 12_000 },
  );
  return { server, text, spentUsd: state.spentUsd };
}

// SRV-4
describe("a try beside one that may be billed", () => {
  it("is not made when there is money for one answer only, and the client is told why", async () => {
    const { server, text, spentUsd } = await askOnce(1.5 * ONE_ANSWER_USD, { stream: true });
    expect(text).toMatch(/^200 /);
    expect(text).toContain('"code":"budget_exceeded"');
    expect(text).toContain("another try after the one that broke off may cost up to 0.004");
    expect(text).not.toContain("[DONE]");
    expect(server.sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions"))).toHaveLength(1);
    expect(spentUsd).toBeCloseTo(server.sandbox.spentUsd, 12);
    expect(spentUsd).toBeLessThanOrEqual(1.5 * ONE_ANSWER_USD);
  });

  it("is refused with 402 while nothing has gone out", async () => {
    const { text, spentUsd, server } = await askOnce(1.5 * ONE_ANSWER_USD, {});
    expect(text).toMatch(/^402 .*"code":"budget_exceeded"/);
    expect(spentUsd).toBeCloseTo(server.sandbox.spentUsd, 12);
  });

  it("has money of its own, which is given back when it is settled", async () => {
    const { server, text, spentUsd } = await askOnce(5 * ONE_ANSWER_USD, { stream: true });
    expect(text).toContain("[DONE]");
    expect(server.sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions"))).toHaveLength(2);
    expect(spentUsd).toBeCloseTo(server.sandbox.spentUsd, 12);
  });
});

it("gives its money back when the caller left while it was being held (SRV-4)", async () => {
  const released: string[] = [];
  let hold: (() => void) | undefined;
  const reserve = vi.fn<(input: { readonly requestId: string }) => Promise<object>>(async ({ requestId }) => {
    if (requestId.endsWith(".2")) await new Promise<void>((resolve) => (hold = resolve));
    return { ok: true };
  });
  const budgets = { reserve, release: async (id: string) => released.push(id), settle: async () => true, attach: async () => undefined };
  const logger = { log: () => undefined, flush: () => undefined };
  const meter = createMeter({ state: { budgets }, gateway: {}, logger } as unknown as Parameters<typeof createMeter>[0]);
  const exchange = { caller: { key: { id: "key_1" } }, ownId: true, id: "req_1", startedAtMs: 0 } as unknown as Exchange;
  await meter.begin(exchange, { endpoint: "chat.completions", body: {}, targets: [], estimateUsd: 1 });
  const holding = exchange.holdAnother?.();
  exchange.onAnswer?.({ model: "a/b", outcome: "cancelled", attempts: [], usage: undefined });
  await vi.waitFor(() => expect(released).toEqual(["req_1"]));
  hold?.();
  await holding;
  await meter.close();
  expect(released).toEqual(["req_1", "req_1.2"]);
});
