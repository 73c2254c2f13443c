import type { ModelTarget } from "@openclaw/core";
import { expectNoSecrets, type FakeRoutes } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { errorReply, faked, KLING, secrets, VEO, VIDEOS } from "../__fixtures__/targets.js";
import { quickClock } from "../__fixtures__/quick-clock.js";
import { getVideo } from "./get.js";
import { startVideo, type StartVideoOptions } from "./start.js";
import type { VideoJob } from "./video-job.js";
import { waitForVideo } from "./wait.js";

const accepted = {
  type: "json",
  status: 202,
  body: { id: "gen-vid-1", polling_url: "/api/v1/videos/gen-vid-1", status: "pending" },
} as const;
const job: VideoJob = { id: "gen-vid-1", model: VEO.model.ref, baseUrl: VEO.endpoint.baseUrl, status: "pending", submittedAtMs: 0 };
const POLL = "GET https://openrouter.ai/api/v1/videos/gen-vid-1";

function start(routes: FakeRoutes, options: StartVideoOptions = {}, target: ModelTarget | readonly ModelTarget[] = VEO) {
  const { fake, transport } = faked(routes);
  const steps: string[] = [];
  const note = (step: string) => () => {
    steps.push(`${step} after ${fake.calls.length}`);
    return Promise.resolve();
  };
  const log = { sending: note("sending"), accepted: note("accepted"), refused: note("refused"), unknown: note("unknown") };
  const result = startVideo(
    { target, prompt: "the sea", durationSeconds: 5 },
    { transport, clock: quickClock(), random: () => 0, log, ...options },
  );
  return {
    fake,
    steps,
    result,
    failure: () =>
      result.then(
        () => undefined,
        (error: unknown) => error,
      ),
  };
}

describe("startVideo", () => {
  // VID-1, VID-5
  it("returns a handle that is plain JSON and holds no key", async () => {
    const { result } = start({ [VIDEOS]: accepted });
    const handle = await result;
    expect(JSON.parse(JSON.stringify(handle))).toEqual(handle);
    expect(handle).toMatchObject({
      id: "gen-vid-1",
      status: "pending",
      baseUrl: "https://openrouter.ai/api/v1",
      normalization: { durationSeconds: { requested: 5, applied: 6 } },
    });
    expectNoSecrets(handle, secrets);
  });

  it("logs the sending before the request and the job right after the answer", async () => {
    const { result, steps } = start({ [VIDEOS]: accepted });
    await result;
    expect(steps).toEqual(["sending after 0", "accepted after 1"]);
  });

  it("sends nothing when the sending cannot be logged", async () => {
    const log = {
      sending: () => Promise.reject(new Error("disk full")),
      accepted: () => Promise.resolve(),
      refused: () => Promise.resolve(),
      unknown: () => Promise.resolve(),
    };
    const { fake, failure } = start({ [VIDEOS]: accepted }, { log });
    expect(await failure()).toMatchObject({ message: "disk full" });
    expect(fake.calls).toEqual([]);
  });

  // VID-3
  it("tells what was moved before it is sent", async () => {
    const seen: number[] = [];
    const { result, fake } = start(
      { [VIDEOS]: accepted },
      { onPlan: ({ normalization }) => seen.push(Object.keys(normalization).length, fake.calls.length) },
    );
    await result;
    expect(seen).toEqual([1, 0]);
  });

  // NET-3, VID-5
  it("moves on when the refusal certainly cost nothing", async () => {
    const { result, steps, fake } = start({ [VIDEOS]: [errorReply(404, "No endpoints found"), accepted] }, {}, [VEO, KLING]);
    expect((await result).model).toBe(KLING.model.ref);
    expect(steps).toEqual(["sending after 0", "refused after 1", "sending after 1", "accepted after 2"]);
    expect(fake.calls).toHaveLength(2);
  });

  it.each([
    [
      "a broken connection",
      { type: "network-error", error: Object.assign(new TypeError("x"), { cause: { code: "ECONNRESET" } }) } as const,
    ],
    ["a gateway's page", { type: "text", status: 504, body: "<html>" } as const],
    ["an answer without a job", { type: "json", status: 202, body: { status: "pending" } } as const],
    ["an empty answer", { type: "empty", status: 202 } as const],
  ])("is not repeated after %s: the outcome is unknown", async (_what, reply) => {
    const { failure, steps, fake } = start({ [VIDEOS]: reply }, {}, [VEO, KLING]);
    expect(await failure()).toMatchObject({ name: "JobError", code: "job_outcome_unknown" });
    expect(steps).toEqual(["sending after 0", "unknown after 1"]);
    expect(fake.calls).toHaveLength(1);
  });

  // FAIL-4
  it("does not wait for another try beyond the time of the call", async () => {
    const { failure, fake } = start({ [VIDEOS]: errorReply(429, "slow down", 20) }, { timeoutMs: 30_000 });
    expect(await failure()).toMatchObject({ status: 429 });
    expect(fake.calls).toHaveLength(2);
  });

  it("tells an abort before sending from one after it", async () => {
    const before = new AbortController();
    const log = (steps: string[]) => ({
      sending: () => (steps.push("sending"), before.abort(), Promise.resolve()),
      accepted: () => Promise.resolve(),
      refused: () => (steps.push("refused"), Promise.resolve()),
      unknown: () => (steps.push("unknown"), Promise.resolve()),
    });
    const first: string[] = [];
    expect(await start({ [VIDEOS]: accepted }, { signal: before.signal, log: log(first) }).failure()).toMatchObject({ name: "AbortError" });
    expect(first).toEqual(["sending", "refused"]);
    const during = new AbortController();
    const { failure, steps } = start({ [VIDEOS]: () => (during.abort(), { type: "hang" }) }, { signal: during.signal });
    expect(await failure()).toMatchObject({ name: "AbortError" });
    expect(steps).toEqual(["sending after 0", "unknown after 1"]);
  });

  it("honours a final status in the answer: nothing is polled", async () => {
    const { result, fake } = start({
      [VIDEOS]: { type: "json", status: 202, body: { id: "gen-vid-1", status: "failed", error: "refused by the filter" } },
    });
    const handle = await result;
    await expect(waitForVideo(handle, { target: VEO })).rejects.toMatchObject({
      code: "job_failed",
      message: "refused by the filter",
      jobId: "gen-vid-1",
    });
    expect(fake.calls).toHaveLength(1);
  });
});

// VID-1, KEY-6
describe("getVideo", () => {
  it.each([
    ["a relative URL", "/api/v1/videos/gen-vid-1?region=eu", "https://openrouter.ai/api/v1/videos/gen-vid-1?region=eu"],
    ["the same origin", "https://openrouter.ai/api/v1/jobs/9", "https://openrouter.ai/api/v1/jobs/9"],
    ["another origin", "https://openrouter.ai.evil.example/api/v1/videos/gen-vid-1", "https://openrouter.ai/api/v1/videos/gen-vid-1"],
    ["another port", "https://openrouter.ai:8443/api/v1/videos/gen-vid-1", "https://openrouter.ai/api/v1/videos/gen-vid-1"],
    ["plain http", "http://openrouter.ai/api/v1/videos/gen-vid-1", "https://openrouter.ai/api/v1/videos/gen-vid-1"],
    ["user info", "https://me@openrouter.ai/api/v1/videos/gen-vid-1", "https://openrouter.ai/api/v1/videos/gen-vid-1"],
    ["nonsense", "http://[", "https://openrouter.ai/api/v1/videos/gen-vid-1"],
  ])("asks the configured origin only, given %s", async (_what, pollingUrl, asked) => {
    const { fake, transport } = faked({ "*": { type: "json", body: { id: "gen-vid-1", status: "in_progress" } } });
    expect(await getVideo({ ...job, pollingUrl }, { target: VEO, transport })).toMatchObject({ status: "in_progress" });
    expect(fake.calls.map(({ url }) => url)).toEqual([asked]);
  });

  it("escapes an id that would lead elsewhere", async () => {
    const { fake, transport } = faked({ "*": { type: "json", body: { status: "pending" } } });
    await getVideo({ ...job, id: "../keys?x=" }, { target: VEO, transport });
    expect(fake.last().url).toBe("https://openrouter.ai/api/v1/videos/..%2Fkeys%3Fx%3D");
  });

  it("refuses a job of another endpoint, and sends nothing", async () => {
    const { fake, transport } = faked({});
    await expect(getVideo({ ...job, baseUrl: "https://elsewhere.example/v1" }, { target: VEO, transport })).rejects.toMatchObject({
      code: "url_refused",
    });
    expect(fake.calls).toEqual([]);
  });
});

// VID-6
describe("waitForVideo", () => {
  const wait = (routes: FakeRoutes) => {
    const { fake, transport } = faked(routes);
    const statuses: unknown[] = [];
    const onProgress = ({ status }: { readonly status?: string }) => statuses.push(status);
    const options = { target: VEO, transport, clock: quickClock(), random: () => 0, pollIntervalMs: 10, onProgress };
    return { fake, statuses, result: waitForVideo(job, options) };
  };
  const seen = (status: string, more: object = {}) => ({ type: "json", body: { id: "gen-vid-1", status, ...more } }) as const;

  it("waits through busy servers, lost networks and unknown statuses, and brings what the job says", async () => {
    const { result, statuses } = wait({
      [POLL]: [
        errorReply(429),
        seen("pending"),
        { type: "network-error" },
        seen("warming_up"),
        errorReply(502),
        { type: "text", body: "<html>" },
        seen("completed", { unsigned_urls: ["https://cdn.example.com/a"], usage: { cost: 0.25 } }),
      ],
    });
    expect(await result).toMatchObject({
      status: "completed",
      fileUrls: ["https://cdn.example.com/a"],
      costUsd: 0.25,
      model: VEO.model.ref,
    });
    expect(statuses.filter((status) => status !== undefined)).toEqual(["pending", "warming_up", "completed"]);
  });

  it.each(["failed", "cancelled", "expired"])("ends when the job is %s, with its reason or without one", async (status) => {
    await expect(wait({ [POLL]: [seen("pending"), seen(status, { error: "the filter refused" })] }).result).rejects.toMatchObject({
      code: "job_failed",
      status,
      jobId: "gen-vid-1",
      message: "the filter refused",
    });
    await expect(wait({ [POLL]: seen(status) }).result).rejects.toMatchObject({ message: `OpenRouter video generation ${status}` });
  });

  it("names the job when its time is up, and when nobody knows it any more", async () => {
    await expect(wait({ [POLL]: seen("pending") }).result).rejects.toMatchObject({
      code: "timeout_total",
      jobId: "gen-vid-1",
      message: /timed out after 600000ms/,
    });
    await expect(wait({ [POLL]: errorReply(404) }).result).rejects.toMatchObject({ code: "not_found", jobId: "gen-vid-1" });
  });
});
