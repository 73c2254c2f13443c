import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSandbox } from "@openclaw/sandbox";
import { type RunningProcess, startProcess, tempDir } from "@openclaw/testing";
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { buildServer } from "./__fixtures__/build-server.js";
import { freshFetch } from "./__fixtures__/fresh-fetch.js";

// SRV-3, SRV-4, SRV-8: real processes on one port and one SQLite, nothing else.
const TOKEN = "gateway-token-of-the-workers";
const MODEL = "openai/gpt-4o-mini";
const headers = { authorization: `Bearer ${TOKEN}` };

describe("openclaw-server --workers 2", () => {
  let program: string;
  beforeAll(async () => {
    program = await buildServer(tempDir());
  }, 60_000);

  const start = async (options: { readonly tokensPerSecond?: number } = {}) => {
    const sandbox = await createSandbox({ tokensPerSecond: Infinity, media: "in-process", generationDelayMs: 0, ...options });
    onTestFinished(() => sandbox.close());
    const dir = tempDir();
    const configPath = join(dir, "openclaw.json");
    writeFileSync(configPath, "{}");
    const server = startProcess("node", ["--no-warnings", program, "--port", "0", "--workers", "2"], {
      timeoutMs: 60_000,
      env: {
        OPENCLAW_STATE_DIR: dir,
        OPENROUTER_API_KEY: "sk-or-v1-any",
        OPENROUTER_BASE_URL: sandbox.baseUrl,
        OPENCLAW_GATEWAY_TOKEN: TOKEN,
      },
    });
    await server.waitFor(/"listening"[^]*"listening"/);
    const listening = linesOf(server, "listening");
    const url = String(listening[0]?.["url"]);
    return { sandbox, server, url, configPath, pids: listening.map(({ pid }) => Number(pid)) };
  };
  const ask = (url: string, more: { readonly key?: string; readonly body?: object; readonly onPiece?: (text: string) => void } = {}) =>
    freshFetch(
      `${url}/v1/chat/completions`,
      {
        headers: { authorization: `Bearer ${more.key ?? TOKEN}` },
        body: { model: MODEL, max_tokens: 50, messages: [{ role: "user", content: "count to 5" }], ...more.body },
      },
      more.onPiece,
    );
  const makeKey = async (url: string, limits: object): Promise<{ readonly id: string; readonly key: string }> =>
    (await freshFetch(`${url}/admin/keys`, { headers, body: { name: "k", ...limits } })).json as { id: string; key: string };

  it("lets one key no more through than its limits, whichever worker is asked", async () => {
    const { url, sandbox } = await start();
    const limited = await makeKey(url, { rpm: 7 });
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask(url, { key: limited.key })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(53);

    const each = sandbox.spentUsd / 7;
    const budgetUsd = Number((40 * each).toFixed(9));
    const poor = await makeKey(url, { budgetUsd });
    const before = sandbox.spentUsd;
    const statuses = (await Promise.all(Array.from({ length: 80 }, () => ask(url, { key: poor.key })))).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 402]));
    expect(sandbox.spentUsd - before).toBeLessThanOrEqual(budgetUsd + 1e-12);
    await vi.waitFor(
      async () => {
        const { json } = await freshFetch(`${url}/admin/keys/${poor.id}`, { headers });
        expect(json).toMatchObject({ reservedUsd: 0 });
        expect((json as { spentUsd: number }).spentUsd).toBeCloseTo(sandbox.spentUsd - before, 9);
      },
      { timeout: 5_000 },
    );
  }, 30_000);

  it("adds its figures up, and shows requests and plans of all workers, whichever is asked", async () => {
    const { url } = await start({ tokensPerSecond: 40 });
    await Promise.all(Array.from({ length: 6 }, () => ask(url, { body: { messages: [{ role: "user", content: "echo: hi" }] } })));
    const scrapes = await Promise.all(Array.from({ length: 4 }, () => freshFetch(`${url}/metrics`, { headers })));
    for (const { text } of scrapes) {
      expect(text).toContain(`openclaw_answers_total{model="${MODEL}",outcome="finished"} 6\n`);
      expect(text).toContain('openclaw_request_seconds_count{route="/v1/chat/completions"} 6\n');
    }

    // Connections are dealt out in turn: of four streams each worker has two.
    let begun = 0;
    const streams = Array.from({ length: 4 }, () => {
      let first = true;
      return ask(url, {
        body: { stream: true, max_tokens: 200, messages: [{ role: "user", content: "count to 60" }] },
        onPiece: () => {
          if (first) begun++;
          first = false;
        },
      });
    });
    await vi.waitFor(() => expect(begun).toBe(4), { timeout: 5_000 });
    const looks = await Promise.all(Array.from({ length: 4 }, () => freshFetch(`${url}/admin/live`, { headers })));
    for (const { json } of looks) expect(json).toMatchObject({ streams: 4, draining: false });
    const ids = (looks[0]!.json as { requests: { id: string }[] }).requests.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect((await Promise.all(streams)).every(({ text }) => text.endsWith("data: [DONE]\n\n"))).toBe(true);
    for (const id of ids) {
      const look = () => Promise.all([1, 2].map(() => freshFetch(`${url}/admin/requests/${id}`, { headers })));
      // The row of an answer is written after its last byte.
      await vi.waitFor(async () => expect((await look()).map(({ status }) => status)).toEqual([200, 200]), { timeout: 5_000 });
      for (const { json } of await look()) expect(json).toMatchObject({ attempts: [{ model: MODEL }], plan: { method: "POST" } });
    }
  }, 30_000);

  it("takes an edit of the file, and SIGHUP, in every worker", async () => {
    const { url, server, configPath } = await start();
    const alias = (name: string): string =>
      JSON.stringify({ agents: { defaults: { models: { "openrouter/sandbox/echo": { alias: name } } } } });
    const statuses = async (model: string): Promise<readonly number[]> =>
      (await Promise.all(Array.from({ length: 6 }, () => ask(url, { body: { model } })))).map(({ status }) => status);
    expect(new Set(await statuses("short"))).toEqual(new Set([400]));
    writeFileSync(configPath, alias("short"));
    await vi.waitFor(() => expect(linesOf(server, "config_reloaded")).toHaveLength(2), { timeout: 5_000 });
    expect(new Set(await statuses("short"))).toEqual(new Set([200]));
    server.kill("SIGHUP");
    await vi.waitFor(() => expect(linesOf(server, "config_reloaded")).toHaveLength(4), { timeout: 5_000 });
    expect(new Set(await statuses("short"))).toEqual(new Set([200]));
  }, 30_000);

  it("replaces a worker that dies, and lets streams finish when the whole group is signalled", async () => {
    const { url, server, pids } = await start({ tokensPerSecond: 40 });
    expect(new Set(pids).size).toBe(2);
    process.kill(pids[0] ?? 0, "SIGKILL");
    await server.waitFor(/(?:"listening"[^]*){3}/);
    const living = linesOf(server, "listening")
      .map(({ pid }) => Number(pid))
      .slice(1);
    let begun = 0;
    const streams = Array.from({ length: 4 }, () =>
      ask(url, {
        body: { stream: true, max_tokens: 200, messages: [{ role: "user", content: "count to 30" }] },
        onPiece: (text) => (begun += text.includes('"content":"1') ? 1 : 0),
      }),
    );
    await vi.waitFor(() => expect(begun).toBeGreaterThanOrEqual(4), { timeout: 5_000 });
    // As a service manager does it: every process of the group.
    server.kill("SIGTERM");
    for (const pid of living) process.kill(pid, "SIGTERM");
    for (const { text } of await Promise.all(streams)) expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
    expect((await server.exited).exitCode).toBe(0);
    expect(linesOf(server, "drained")).toHaveLength(2);
  }, 30_000);
});

function linesOf(server: RunningProcess, event: string): readonly Readonly<Record<string, unknown>>[] {
  return server
    .stdout()
    .split("\n")
    .filter((line) => line.includes(`"event":"${event}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
