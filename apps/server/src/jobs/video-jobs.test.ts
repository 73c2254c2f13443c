import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createTarget } from "@openclaw/core";
import { systemClock } from "@openclaw/core/internal";
import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { tempDir } from "@openclaw/testing";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openState, type OpenStateOptions } from "../state/open-state.js";
import { eachEngine } from "../store/testing/each-engine.js";
import type { OwnedVideoJob } from "./video-job-types.js";
import type { State } from "../state/state.js";
import { hashBody } from "../idempotency/hash-body.js";
import { createVideoJobs } from "./create-video-jobs.js";
import type { JobParts } from "./job-parts.js";

const MODEL = "openrouter/google/veo-3.1-fast";

interface Hook {
  readonly headers: Record<string, string>;
  readonly body: string;
}

let sandbox: Sandbox;
let receiver: Server;
let hookUrl = "";
let hooks: Hook[] = [];
let answer: (response: ServerResponse, request: IncomingMessage) => void;
const states: State[] = [];

beforeAll(async () => {
  sandbox = await createSandbox({ media: "in-process", videoScale: 0.1, videoMaxSeconds: 1, videoFramesPerSecond: 2, jobPolls: 1 });
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      hooks.push({ headers: request.headers as Record<string, string>, body });
      answer(response, request);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  hookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  await sandbox.close();
  receiver.closeAllConnections();
  receiver.close();
});
afterEach(async () => {
  await Promise.all(states.splice(0).map((state) => state.close()));
  sandbox.clearFaults();
  hooks = [];
});

async function open(place: { readonly dir: string; readonly databaseUrl?: string }, more: Partial<OpenStateOptions> = {}): Promise<State> {
  answer = (response) => response.end();
  const state = await openState({
    ...place,
    tickMs: 20,
    ...more,
    videos: {
      resolveTargets: (models) => models.map((model) => createTarget({ model, apiKey: "sk-or-test", baseUrl: sandbox.baseUrl })),
      pollMs: 20,
      allowPrivateNetwork: true,
      ...more.videos,
    },
  });
  states.push(state);
  return state;
}

async function until<Value>(look: () => Promise<Value | undefined | false> | Value | undefined | false): Promise<Value> {
  for (let tries = 0; tries < 600; tries++) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => void systemClock.after(15, () => resolve(undefined)));
  }
  throw new Error("It did not happen.");
}

const ended = (state: State, id: string): Promise<OwnedVideoJob> =>
  until(async () => {
    const job = await state.jobs.get(id, undefined);
    return job !== undefined && ["completed", "failed", "cancelled"].includes(job.state) ? job : undefined;
  });

const submissions = (): number => sandbox.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/videos")).length;

let count = 0;
const input = (more: object = {}) => ({
  requestId: `req_v${++count}`,
  request: { prompt: "a tide pool", durationSeconds: 4 },
  models: [MODEL],
  ...more,
});

// SRV-6
eachEngine("video jobs", ({ place }) => {
  it("ends after the client has gone, keeps the file, bills the key once, and tells by a signed webhook", async () => {
    const state = await open(await place());
    const { record, webhookSecret } = await state.keys.create({ name: "k", budgetUsd: 50 });
    const asked = input({ keyId: record.id, webhookUrl: hookUrl, asked: { seconds: 4 } });
    await state.budgets.reserve({ keyId: record.id, estimateUsd: 5, requestId: asked.requestId });
    const job = await state.jobs.submit(asked);
    expect(job).toMatchObject({ state: "running", keyId: record.id, model: MODEL, asked: { seconds: 4 } });
    const done = await ended(state, job.id);
    expect(done).toMatchObject({ state: "completed", files: [{ index: 0, mediaType: "video/mp4" }] });
    expect(done.costUsd).toBeGreaterThan(0);
    expect(await state.keys.get(record.id)).toMatchObject({ spentUsd: done.costUsd, reservedUsd: 0 });
    expect(await state.ledger.query({ keyId: record.id })).toMatchObject([{ endpoint: "videos", costUsd: done.costUsd, outcome: "ok" }]);
    const content = await state.jobs.content(job.id, 0, record.id);
    expect((await readFile(content?.path ?? "")).byteLength).toBe(content?.sizeBytes);

    const hook = await until(() => hooks[0]);
    const payload = new Webhook(webhookSecret).verify(hook.body, hook.headers);
    expect(payload).toMatchObject({ type: "video.completed", data: { id: job.id, object: "video", status: "completed" } });
    expect(hook.headers["webhook-id"]).toMatch(/^msg_/);
    expect(() => new Webhook(webhookSecret).verify(hook.body.replace("completed", "failed"), hook.headers)).toThrow(
      "No matching signature found",
    );
  });

  it("buys once for one idempotency key, however often and wherever it is submitted", async () => {
    const at = await place();
    const [one, two] = [await open(at), await open(at)];
    const before = submissions();
    const idempotency = { scope: "key_a", key: "k", bodyHash: hashBody("POST", "/v1/videos", "{}") };
    const jobs = await Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? one : two).jobs.submit(input({ idempotency }))),
    );
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    expect(submissions() - before).toBe(1);
    const other = await one.jobs.submit(input({ idempotency: { ...idempotency, scope: "key_b" } }));
    expect(other.id).not.toBe(jobs[0]!.id);
  });

  it("rejects with the provider's refusal, gives the money back, and lets the same key try again", async () => {
    const state = await open(await place());
    const { record } = await state.keys.create({ name: "k", budgetUsd: 50 });
    const idempotency = { scope: record.id, key: "again", bodyHash: "x" };
    const asked = input({ keyId: record.id, idempotency });
    await state.budgets.reserve({ keyId: record.id, estimateUsd: 5, requestId: asked.requestId });
    sandbox.setFault({ name: "status-402", path: "/videos", times: 1 });
    const failure = await state.jobs.submit(asked).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "payment_required" });
    expect(await state.keys.get(record.id)).toMatchObject({ spentUsd: 0, reservedUsd: 0 });
    expect(await state.jobs.list(record.id)).toMatchObject([{ state: "failed" }]);
    sandbox.clearFaults();
    const job = await state.jobs.submit({ ...input({ keyId: record.id, idempotency }) });
    expect(await ended(state, job.id)).toMatchObject({ state: "completed" });
  });

  it("gives the money back when the provider's job fails, and says so in the ledger and by webhook", async () => {
    const state = await open(await place());
    const { record } = await state.keys.create({ name: "k", budgetUsd: 50 });
    const asked = input({ keyId: record.id, webhookUrl: hookUrl });
    await state.budgets.reserve({ keyId: record.id, estimateUsd: 5, requestId: asked.requestId });
    sandbox.setFault({ name: "job-failed" });
    const job = await state.jobs.submit(asked);
    expect(await ended(state, job.id)).toMatchObject({ state: "failed", error: { code: "job_failed" }, files: [] });
    await until(async () => (await state.keys.get(record.id))?.reservedUsd === 0);
    expect(await state.keys.get(record.id)).toMatchObject({ spentUsd: 0 });
    expect(await state.ledger.query({ keyId: record.id })).toMatchObject([{ outcome: "error", errorCode: "job_failed" }]);
    const hook = await until(() => hooks[0]);
    expect(JSON.parse(hook.body)).toMatchObject({ type: "video.failed", data: { id: job.id, error: { code: "job_failed" } } });
  });

  it("goes on through statuses that nobody has heard of", async () => {
    const state = await open(await place());
    sandbox.setFault({ name: "job-unknown-status", param: "pondering" });
    const job = await state.jobs.submit(input());
    expect(await ended(state, job.id)).toMatchObject({ state: "completed", providerStatus: "completed" });
  });

  it("keeps the hold of a submission whose outcome nobody knows, and does not send it again", async () => {
    const at = await place();
    const state = await open(at);
    const { record } = await state.keys.create({ name: "k", budgetUsd: 50 });
    const asked = input({ keyId: record.id, idempotency: { scope: record.id, key: "u", bodyHash: "x" } });
    await state.budgets.reserve({ keyId: record.id, estimateUsd: 5, requestId: asked.requestId });
    sandbox.setFault({ name: "html-page", path: "/videos", method: "POST", times: 1 });
    const before = submissions();
    await expect(state.jobs.submit(asked)).rejects.toMatchObject({ code: "job_outcome_unknown" });
    expect(await state.jobs.submit(asked)).toMatchObject({ state: "failed", error: { code: "job_outcome_unknown" } });
    expect(submissions() - before).toBe(1);
    expect(await state.keys.get(record.id)).toMatchObject({ spentUsd: 0, reservedUsd: 5 });
  });

  it("shows a job to its owner and the gateway's token only", async () => {
    const state = await open(await place());
    const job = await state.jobs.submit(input({ keyId: "key_a" }));
    await ended(state, job.id);
    expect(await state.jobs.get(job.id, "key_b")).toBeUndefined();
    expect(await state.jobs.content(job.id, 0, "key_b")).toBeUndefined();
    expect(await state.jobs.remove(job.id, "key_b")).toBe(false);
    expect(await state.jobs.list("key_b")).toEqual([]);
    expect(await state.jobs.list("key_a")).toHaveLength(1);
    expect(await state.jobs.get("video_/../../etc", undefined)).toBeUndefined();
    const content = await state.jobs.content(job.id, 0, "key_a");
    expect(await state.jobs.remove(job.id, "key_a")).toBe(true);
    expect(await state.jobs.get(job.id, "key_a")).toBeUndefined();
    await expect(readFile(content?.path ?? "")).rejects.toThrow("ENOENT");
  });

  it("fetches a file again that another instance has on its own disk", async () => {
    const at = await place();
    const state = await open(at);
    const job = await state.jobs.submit(input());
    const { files } = await ended(state, job.id);
    await rm(join(at.dir, "videos"), { recursive: true });
    const content = await state.jobs.content(job.id, 0, undefined);
    expect(content?.sizeBytes).toBe(files[0]!.sizeBytes);
    expect((await readFile(content!.path)).byteLength).toBe(files[0]!.sizeBytes);
  });

  it("goes on with what another instance left running, once for all of them", async () => {
    const at = await place();
    const first = await open(at, { background: false });
    const jobs = await Promise.all(Array.from({ length: 5 }, () => first.jobs.submit(input({ webhookUrl: hookUrl }))));
    await first.close();
    states.splice(0);
    const [one, two] = [await open(at), await open(at)];
    for (const { id } of jobs) expect(await ended(one, id)).toMatchObject({ state: "completed" });
    await until(() => hooks.length >= 5);
    await Promise.all([one.webhooks.listDead(), two.jobs.work(), one.jobs.work()]);
    expect(new Set(hooks.map(({ headers }) => headers["webhook-id"])).size).toBe(5);
    expect(hooks).toHaveLength(5);
    expect((await one.ledger.totals({})).attempts).toBe(5);
  });

  it("gives up a running job on request, and deletes what is past its time", async () => {
    const at = await place();
    const state = await open(at, { background: false, videos: { retentionMs: 0 } as never });
    const job = await state.jobs.submit(input());
    expect(await state.jobs.remove(job.id, undefined)).toBe(true);
    expect(await state.jobs.get(job.id, undefined)).toMatchObject({ state: "cancelled" });
    expect(await state.jobs.work()).toBe(0);
  });
});

it("deletes what is past its time although the files of one job cannot be deleted, and says so", async () => {
  const removed: string[] = [];
  const table = { expired: async () => ["video_1", "video_2", "video_3"], remove: async (id: string) => removed.push(id) };
  const content = {
    remove: async (id: string) => {
      if (id === "video_1") throw new Error("EACCES");
    },
  };
  const jobs = createVideoJobs({ table, content, context: {}, options: {} } as unknown as JobParts);
  await expect(jobs.prune()).rejects.toThrow("EACCES");
  expect(removed).toEqual(["video_2", "video_3"]);
});

it("gives up fetching after a day, billed as it was", async () => {
  let nowMs = Date.now();
  const state = await open({ dir: tempDir() }, { background: false, clock: { now: () => nowMs, after: systemClock.after } });
  sandbox.setFault({ name: "job-404-after-completion" });
  const job = await state.jobs.submit(input());
  for (let looks = 0; looks < 40; looks++) {
    nowMs += 3_600_000;
    await state.jobs.work();
  }
  expect(await state.jobs.get(job.id, undefined)).toMatchObject({ state: "failed" });
  expect(await state.jobs.work()).toBe(0);
  expect((await state.ledger.totals({})).attempts).toBe(1);
});

describe("webhooks of video jobs", () => {
  it("comes again with the same id until it is taken, is dead after the last try, and can be sent again", async () => {
    let nowMs = Date.now();
    const clock = { now: () => nowMs, after: systemClock.after };
    const state = await open({ dir: tempDir() }, { background: false, clock });
    answer = (response) => response.writeHead(500).end();
    const job = await state.jobs.submit(input({ webhookUrl: hookUrl }));
    for (let looks = 0; looks < 20 && hooks.length === 0; looks++) {
      nowMs += 1000;
      await state.jobs.work();
    }
    // Ten tries over some three days.
    for (let tries = 1; tries <= 10; tries++) {
      expect(await state.webhooks.work()).toBe(1);
      expect(await state.webhooks.work()).toBe(0);
      nowMs += 30 * 3_600_000;
    }
    expect(hooks).toHaveLength(10);
    expect(new Set(hooks.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    const [dead] = await state.webhooks.listDead();
    expect(dead).toMatchObject({ jobId: job.id, state: "dead", attempts: 10, lastError: "HTTP 500", event: "video.completed" });
    answer = (response) => response.end();
    expect(await state.webhooks.redeliver(dead!.id)).toBe(true);
    await state.webhooks.work();
    expect(await state.webhooks.listDead()).toEqual([]);
    expect(await state.webhooks.redeliver(dead!.id)).toBe(false);
  });

  it.each([
    "http://127.0.0.1/x",
    "http://2130706433/",
    "http://[::ffff:10.0.0.1]/",
    "https://metadata.internal/",
    "https://user:pass@example.com/",
    "ftp://example.com/",
    "http://169.254.169.254/latest",
    "not a url",
  ])("refuses %s before anything is bought", async (webhookUrl) => {
    const before = submissions();
    const state = await open({ dir: tempDir() }, { background: false, videos: { allowPrivateNetwork: false } as never });
    await expect(state.jobs.submit(input({ webhookUrl }))).rejects.toMatchObject({ code: "url_refused" });
    expect(submissions()).toBe(before);
    expect(await state.jobs.list(undefined)).toEqual([]);
  });

  it("refuses a public name that stands for a private address, when it is named and again when it is called", async () => {
    const state = await open(
      { dir: tempDir() },
      { background: false, videos: { allowPrivateNetwork: false, resolveHost: async () => ["93.184.216.34", "10.0.0.1"] } as never },
    );
    await expect(state.webhooks.check("https://rebind.example.com/")).rejects.toMatchObject({ code: "url_refused" });
  });
});
