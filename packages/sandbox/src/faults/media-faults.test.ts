import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../index.js";
import { get, post, quickSandbox } from "../testing/quick-sandbox.js";

// SBX-3: jobs, files and sound that go wrong, each as its fault says.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox({ otherOrigin: "http://other.test" });
});
afterAll(() => sandbox.close());

interface Job {
  id: string;
  status: string;
  polling_url: string;
  unsigned_urls?: string[];
  error?: string;
}

async function submit(fault: string): Promise<Job> {
  const response = await post(
    sandbox,
    "/videos",
    { model: "google/veo-3.1-fast", prompt: "a lake", duration: 4 },
    { "x-sandbox-fault": fault },
  );
  expect(response.status).toBe(202);
  return (await response.json()) as Job;
}

/** Polls until a terminal state; gives every status seen and the last job. */
async function follow(id: string): Promise<{ seen: string[]; job: Job }> {
  const seen: string[] = [];
  for (;;) {
    const job = (await (await get(sandbox, `/videos/${id}`)).json()) as Job;
    seen.push(job.status);
    if (["completed", "failed", "cancelled", "expired"].includes(job.status)) return { seen, job };
  }
}

describe("job faults (SBX-3)", () => {
  it.each([
    ["job-failed", "failed"],
    ["job-expired", "expired"],
    ["job-cancelled", "cancelled"],
  ])("%s ends %s, with a reason and no file", async (fault, status) => {
    const { job } = await follow((await submit(fault)).id);
    expect(job.status).toBe(status);
    expect(job.error).toMatch(/\w+/);
    expect(job).not.toHaveProperty("unsigned_urls");
    expect((await get(sandbox, `/videos/${job.id}/content`)).status).toBe(400);
  });

  it("job-slow takes so many polls", async () => {
    const { seen } = await follow((await submit("job-slow:7")).id);
    expect(seen.length).toBeGreaterThanOrEqual(8);
  });

  it("job-unknown-status shows a status nobody documented, then completes", async () => {
    const { seen } = await follow((await submit("job-unknown-status:queued")).id);
    expect(seen[0]).toBe("queued");
    expect(seen.at(-1)).toBe("completed");
  });

  it("job-404-after-completion forgets a completed job", async () => {
    const { job } = await follow((await submit("job-404-after-completion")).id);
    expect(job.status).toBe("completed");
    expect((await get(sandbox, `/videos/${job.id}`)).status).toBe(404);
    expect((await get(sandbox, `/videos/${job.id}/content`)).status).toBe(404);
  });

  it("wrong-origin-polling-url and foreign-unsigned-urls point elsewhere", async () => {
    expect((await submit("wrong-origin-polling-url")).polling_url).toMatch(/^http:\/\/other\.test\/api\/v1\/videos\//);
    const { job } = await follow((await submit("foreign-unsigned-urls:http://evil.test")).id);
    expect(job.unsigned_urls?.[0]).toMatch(/^http:\/\/evil\.test\//);
  });
});

describe("download faults (SBX-3)", () => {
  async function download(fault: string): Promise<Response> {
    const { job } = await follow((await submit(fault)).id);
    return get(sandbox, `/videos/${job.id}/content`);
  }

  it("truncated-download breaks in the middle", async () => {
    await expect(download("truncated-download").then((response) => response.arrayBuffer())).rejects.toThrow("terminated");
  });

  it.each([
    ["wrong-content-type:text/plain", 200, "text/plain", /^....ftyp/s],
    ["html-download", 200, "text/html; charset=UTF-8", /^<!DOCTYPE/],
    ["zero-byte", 200, "video/mp4", /^$/],
  ])("%s", async (fault, status, type, body) => {
    const response = await download(fault);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, type]);
    expect(Buffer.from(await response.arrayBuffer()).toString("latin1")).toMatch(body);
  });

  it("redirect-other-origin sends the client away", async () => {
    const response = await download("redirect-other-origin:http://evil.test");
    expect([response.status, response.headers.get("location")]).toEqual([302, "http://evil.test/file.mp4"]);
  });
});

describe("speech faults (SBX-3)", () => {
  const body = { model: "sandbox/voice", input: "One. Two.", voice: "kal16", response_format: "mp3" };
  const speak = async (fault: string): Promise<Response> => post(sandbox, "/audio/speech", body, { "x-sandbox-fault": fault });

  it.each([
    ["speech-json-error", 200, "application/json"],
    ["speech-json-error:zod", 400, "application/json"],
    ["speech-html", 200, "text/html; charset=UTF-8"],
    ["wrong-content-type:text/plain", 200, "text/plain"],
  ])("%s", async (fault, status, type) => {
    const response = await speak(fault);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, type]);
  });

  it("speech-empty is a success without sound", async () => {
    const response = await speak("speech-empty");
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, 0]);
  });

  it("speech-cut breaks after the first sound", async () => {
    const response = await speak("speech-cut");
    expect(response.status).toBe(200);
    await expect(response.arrayBuffer()).rejects.toThrow("terminated");
  });
});
