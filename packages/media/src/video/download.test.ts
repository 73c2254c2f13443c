import { readBytes } from "@openclaw/core/internal";
import { expectNoSecrets, type FakeRoutes } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { errorReply, faked, MP4, secrets, VEO } from "../__fixtures__/targets.js";
import { quickClock } from "../__fixtures__/quick-clock.js";
import { downloadVideo, type DownloadVideoOptions } from "./download.js";
import type { VideoJob } from "./video-job.js";

const CONTENT = "GET https://openrouter.ai/api/v1/videos/gen-vid-1/content";
const job: VideoJob = { id: "gen-vid-1", model: VEO.model.ref, baseUrl: VEO.endpoint.baseUrl, status: "completed", submittedAtMs: 0 };
const clip = { type: "binary", body: MP4, headers: { "content-type": "video/mp4" } } as const;

function fetchIt(routes: FakeRoutes, more: Partial<VideoJob> = {}, options: Partial<DownloadVideoOptions> = {}) {
  const { fake, transport } = faked(routes);
  const result = downloadVideo({ ...job, ...more }, { target: VEO, transport, clock: quickClock(), random: () => 0, ...options });
  return { fake, result };
}

// VID-1
describe("downloadVideo", () => {
  it("asks the content address with the key when the provider names no other", async () => {
    const { fake, result } = fetchIt({ [CONTENT]: clip });
    const { body, mediaType, extension } = await result;
    expect([mediaType, extension, (await readBytes(body, 1e6)).bytes]).toEqual(["video/mp4", "mp4", MP4]);
    expect(fake.last()).toMatchObject({
      url: "https://openrouter.ai/api/v1/videos/gen-vid-1/content?index=0",
      headers: { authorization: `Bearer ${secrets.apiKey}` },
    });
  });

  it("does not take half a file for a whole one when no length was announced", async () => {
    const cut = new Uint8Array([...MP4.slice(0, 24), 0, 0, 1, 0, ...new TextEncoder().encode("mdat"), 1, 2, 3]);
    const { result } = fetchIt({ [CONTENT]: { type: "stream", chunks: [cut], headers: { "content-type": "video/mp4" } } });
    await expect(readBytes((await result).body, 1e6)).rejects.toMatchObject({
      name: "JobError",
      code: "network_interrupted",
      jobId: "gen-vid-1",
      retryable: true,
      hint: expect.stringContaining("paid for"),
    });
  });

  it("asks where the provider says first, and the content address when that fails; the key only at home", async () => {
    const { fake, result } = fetchIt(
      { "https://cdn.example.com/a": { type: "empty", status: 403 }, [CONTENT]: clip },
      { fileUrls: ["https://cdn.example.com/a"] },
    );
    await result;
    expect(fake.calls.map(({ url }) => new URL(url).host)).toEqual(["cdn.example.com", "openrouter.ai"]);
    expectNoSecrets(fake.calls[0]?.headers, secrets);
  });

  it.each([
    [
      "a page that calls itself a video",
      { type: "text", body: "<html>sorry</html>", headers: { "content-type": "video/mp4" } },
      "response_malformed",
    ],
    [
      "a picture",
      { type: "binary", body: new Uint8Array([0xff, 0xd8, 0xff, 0]), headers: { "content-type": "video/mp4" } },
      "response_malformed",
    ],
    ["JSON", { type: "json", body: { error: "no" } }, "response_malformed"],
    ["nothing", { type: "binary", body: new Uint8Array(), headers: { "content-type": "video/mp4" } }, "response_empty"],
    ["more than the limit", { ...clip, headers: { ...clip.headers, "content-length": "2147483648" } }, "response_too_large"],
  ] as const)("refuses %s, and says that the job is paid for", async (_what, reply, code) => {
    const { result } = fetchIt({ [CONTENT]: reply });
    await expect(result).rejects.toMatchObject({
      name: "JobError",
      code,
      jobId: "gen-vid-1",
      message: expect.stringContaining("finished but could not be fetched"),
    });
  });

  it("speaks of the file, and not of a model, when it is no longer there", async () => {
    const { result } = fetchIt({ [CONTENT]: errorReply(404, "Video generation job not found") });
    await expect(result).rejects.toMatchObject({ code: "not_found", hint: expect.stringMatching(/paid for.*limited time/) });
  });

  it("fetches nothing of a job that is not completed", async () => {
    const { fake, result } = fetchIt({}, { status: "in_progress" });
    await expect(result).rejects.toMatchObject({ code: "input_invalid", jobId: "gen-vid-1" });
    expect(fake.calls).toEqual([]);
  });
});
