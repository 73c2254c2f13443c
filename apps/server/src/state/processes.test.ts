import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTarget } from "@openclaw/core";
import { systemClock } from "@openclaw/core/internal";
import { createSandbox } from "@openclaw/sandbox";
import { runProcess, seededRandom, startProcess, tempDir } from "@openclaw/testing";
import { build } from "esbuild";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openState } from "./open-state.js";
import { hasPostgres, startPostgres } from "../store/testing/start-postgres.js";
import type { State } from "./state.js";

interface Place {
  readonly dir: string;
  readonly databaseUrl?: string;
}

const folder = tempDir();
const program = join(folder, "state-child.js");
const require = 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);';

beforeAll(async () => {
  // As it is shipped: one bundle, and the SQLite thread beside it.
  const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  await build({
    entryPoints: [
      source("./__fixtures__/state-child.ts"),
      source("./__fixtures__/leaving-child.ts"),
      source("../store/sqlite/executor-worker.ts"),
    ],
    entryNames: "[name]",
    outdir: folder,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22",
    conditions: ["openclaw-source"],
    external: ["pg-native"],
    banner: { js: require },
    logLevel: "error",
  });
  const { writeFile } = await import("node:fs/promises");
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
}, 60_000);

function start(place: Place & { readonly aheadMs?: number; readonly baseUrl?: string }, ...args: readonly string[]) {
  return startProcess("node", ["--no-warnings", program, JSON.stringify(place), ...args], { timeoutMs: 60_000 });
}

async function open(place: Place, more: { readonly aheadMs?: number; readonly baseUrl?: string } = {}): Promise<State> {
  const { aheadMs = 0, baseUrl = "http://127.0.0.1:1" } = more;
  const state = await openState({
    ...place,
    clock: { now: () => Date.now() + aheadMs, after: systemClock.after },
    background: false,
    videos: {
      resolveTargets: (models) => models.map((model) => createTarget({ model, apiKey: "sk-or-test", baseUrl })),
      pollMs: 1,
      allowPrivateNetwork: true,
    },
  });
  onTestFinished(() => state.close());
  return state;
}

function linesOf(text: string, word: string): readonly string[] {
  // The last line of a killed process may be cut.
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole.split("\n").flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void systemClock.after(ms, resolve));

// SRV-9
it("end after what was still being written, also where they wait for nothing else", async () => {
  // Whether the thread or the process would be the first to end is a matter of luck.
  for (let round = 0; round < 8; round++) {
    const { exitCode, stdout, stderr } = await runProcess("node", [
      "--no-warnings",
      join(folder, "leaving-child.js"),
      join(tempDir(), "x.sqlite"),
    ]);
    expect([exitCode, stdout, stderr]).toEqual([0, "closed\n", ""]);
  }
});

// SRV-4, SRV-6, SRV-9
describe.each(hasPostgres ? (["sqlite", "postgres"] as const) : (["sqlite"] as const))("several processes on %s", (engine) => {
  let databases: (() => Promise<string>) | undefined;
  beforeAll(async () => {
    if (engine === "sqlite") return undefined;
    const postgres = await startPostgres();
    databases = () => postgres.createDatabase();
    return () => postgres.remove();
  }, 60_000);
  const place = async (): Promise<Place> => ({ dir: tempDir(), ...(databases === undefined ? {} : { databaseUrl: await databases() }) });

  it("let 500 concurrent requests in three processes spend what there is for 20, and not one cent more", async () => {
    const at = await place();
    const state = await open(at);
    const { record } = await state.keys.create({ name: "k", budgetUsd: 20 * 0.0371 });
    const children = [166, 167, 167].map((count, index) => start(at, "reserve", record.id, String(count), "0.0371", `p${index}`));
    await Promise.all(children.map(({ waitFor }) => waitFor(/ready/)));
    for (const child of children) child.write("go\n");
    const results = await Promise.all(children.map(({ exited }) => exited));
    const got = results.map(({ stdout }) => Number(linesOf(stdout, "got")[0]));
    expect(got.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(await state.keys.get(record.id)).toMatchObject({ reservedUsd: 0.742, spentUsd: 0 });
  });

  it("let the next turn of a conversation in as soon as the process of the last one was killed, and not before (CHAT-12)", async () => {
    const at = await place();
    const state = await open(at);
    const session = await state.sessions.create("", {});
    const child = start(at, "turn", session.id);
    await child.waitFor(/ready/);
    child.write("go\n");
    await child.waitFor(/begun turn/);
    await expect(state.sessions.begin(session)).rejects.toThrow(/Another turn/);
    await expect(state.sessions.truncate("", session.id, 0)).rejects.toThrow(/Another turn/);
    child.kill("SIGKILL");
    await child.exited;
    const killedAtMs = performance.now();
    // The database hears of the end of a connection a moment later.
    const begin = (): Promise<string> =>
      state.sessions.begin(session).then(
        async (turn) => turn.close().then(() => "in"),
        () => "busy",
      );
    await expect.poll(begin, { timeout: 5_000 }).toBe("in");
    expect(performance.now() - killedAtMs).toBeLessThan(5_000);
    expect(await state.sessions.messages(session.id)).toHaveLength(1);
  });

  it("lose no acknowledged row and no cent when they are killed while they spend", async () => {
    const at = await place();
    const state = await open(at);
    const { record } = await state.keys.create({ name: "k", budgetUsd: 500 });
    const random = seededRandom(4);
    const settled: string[] = [];
    const rounds = await Promise.all(
      [0, 1, 2].map(async (index) => {
        const child = start(at, "spend", record.id, `s${index}`);
        await child.waitFor(/ready/);
        child.write("go\n");
        await child.waitFor(/settled/);
        await pause(150 + random() * 350);
        child.kill("SIGKILL");
        return (await child.exited).stdout;
      }),
    );
    for (const stdout of rounds) settled.push(...linesOf(stdout, "settled"));
    expect(settled.length).toBeGreaterThan(30);
    const rows = new Set<string>();
    for (let afterId = "0"; ;) {
      const page = await state.ledger.query({ keyId: record.id }, { afterId, limit: 1000 });
      for (const { requestId } of page) rows.add(requestId);
      if (page.length < 1000) break;
      afterId = page.at(-1)!.id;
    }
    expect(settled.filter((id) => !rows.has(id))).toEqual([]);
    const before = await state.keys.get(record.id);
    const totals = await state.ledger.totals({ keyId: record.id });
    expect(before?.spentUsd).toBe(totals.costUsd);
    expect(totals.attempts).toBe(rows.size);
    // What was held when they died is taken as spent, and the books still agree.
    const later = await open(at, { aheadMs: 3_600_000 });
    const lost = await later.budgets.reconcile();
    const after = await later.keys.get(record.id);
    expect(after?.reservedUsd).toBe(0);
    expect(after?.spentUsd).toBe((await later.ledger.totals({ keyId: record.id })).costUsd);
    expect(Math.round(((after?.spentUsd ?? 0) - (before?.spentUsd ?? 0)) * 1e9)).toBe(lost * 1_000_000);
  });

  it("buy nothing twice under 300 idempotency keys, killed at random moments", async () => {
    const at = await place();
    const bought = new Map<string, number>();
    const provider = createServer((request, response) => {
      bought.set(request.url ?? "", (bought.get(request.url ?? "") ?? 0) + 1);
      response.end(request.url);
    });
    await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void provider.close());
    const baseUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    const random = seededRandom(11);
    const acknowledged = new Set<string>();
    let last = "";
    for (let round = 0; round < 4; round++) {
      // Each start is later than the leases of the one before.
      const child = start({ ...at, aheadMs: round * 40_000, baseUrl }, "post", "300");
      await child.waitFor(/ready/);
      child.write("go\n");
      if (round < 3) {
        await child.waitFor(/fresh/);
        await pause(random() * 150);
        child.kill("SIGKILL");
      }
      const { stdout } = await child.exited;
      for (const key of linesOf(stdout, "replay")) acknowledged.add(key);
      for (const key of linesOf(stdout, "fresh")) acknowledged.add(key);
      last = stdout;
    }
    expect(last).toContain("posted");
    expect(linesOf(last, "in_flight")).toEqual([]);
    const unknown = linesOf(last, "outcome_unknown").length;
    expect([...bought.values()].filter((times) => times > 1)).toEqual([]);
    expect([...acknowledged].filter((key) => !bought.has(`/${key}`))).toEqual([]);
    // At most the ten that were on their way at each kill.
    expect(unknown).toBeLessThanOrEqual(30);
    expect(bought.size).toBeGreaterThanOrEqual(300 - unknown);
    expect(linesOf(last, "replay").length).toBeGreaterThan(0);
  });

  it("end every video job once, with no second purchase, killed at random moments", async () => {
    const at = await place();
    const sandbox = await createSandbox({
      media: "in-process",
      videoScale: 0.05,
      videoMaxSeconds: 1,
      videoFramesPerSecond: 1,
      jobPolls: 1,
    });
    onTestFinished(() => sandbox.close());
    const { baseUrl } = sandbox;
    const random = seededRandom(23);
    const rounds = 4;
    for (let round = 0; round < rounds; round++) {
      const child = start({ ...at, aheadMs: round * 40_000, baseUrl }, "videos", "10", `r${round}`);
      await child.waitFor(/ready/);
      child.write("go\n");
      await child.waitFor(/submitted /);
      await pause(random() * 250);
      child.kill("SIGKILL");
      await child.exited;
    }
    // One more instance, which only cleans up, and ahead of every lease and every wait.
    let aheadMs = rounds * 40_000;
    const state = await openState({
      ...at,
      clock: { now: () => Date.now() + aheadMs, after: systemClock.after },
      background: false,
      videos: {
        resolveTargets: (models) => models.map((model) => createTarget({ model, apiKey: "k", baseUrl })),
        pollMs: 1,
        allowPrivateNetwork: true,
      },
    });
    onTestFinished(() => state.close());
    for (let looks = 0; looks < 40; looks++) {
      await state.jobs.work();
      aheadMs += 40_000;
    }
    const jobs = await state.jobs.list(undefined, { limit: 1000 });
    expect(jobs.length).toBeGreaterThanOrEqual(rounds);
    expect(jobs.filter(({ state: stands }) => stands !== "completed" && stands !== "failed")).toEqual([]);
    // The only way to fail is to be killed between sending and hearing the answer: at most one a kill.
    const failed = jobs.filter(({ state: stands }) => stands === "failed");
    expect(failed.filter(({ error }) => error?.code !== "job_outcome_unknown")).toEqual([]);
    expect(failed.length).toBeLessThanOrEqual(rounds);
    const prompts = sandbox.requests
      .filter(({ method, path }) => method === "POST" && path.endsWith("/videos"))
      .map(({ body }) => (body as { readonly prompt?: string }).prompt);
    expect(new Set(prompts).size).toBe(prompts.length);
    expect(prompts.length).toBeGreaterThanOrEqual(jobs.length - failed.length);
    expect((await state.ledger.totals({})).attempts).toBe(jobs.length);
  });
});
