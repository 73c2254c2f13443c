import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import type { VideoJob } from "../../video/video-job.js";
import { journalPath, makeJobFolder, makeJobId } from "./job-folder.js";
import { appendRow } from "./journal.js";
import { usualVideoMs } from "./usual-duration.js";

const model = "openrouter/google/veo-3.1-fast";

async function past(stateDir: string, tookMs: number | undefined, of = model): Promise<void> {
  const folder = await makeJobFolder(stateDir);
  const id = makeJobId(Date.now());
  const job: VideoJob = { id: `p-${id}`, model: of, baseUrl: "https://openrouter.ai/api/v1", submittedAtMs: 1_000, status: "completed" };
  const path = journalPath(folder, id);
  await appendRow(path, { type: "intent", atMs: 500, version: 1, id, model: of, prompt: "", output: {} });
  await appendRow(path, { type: "sending", atMs: 1_000, model: of, baseUrl: job.baseUrl });
  await appendRow(path, { type: "submitted", atMs: 1_100, job: { ...job, status: "pending" } });
  if (tookMs === undefined) return;
  await appendRow(path, { type: "seen", atMs: 1_000 + tookMs, job });
  // Fetched much later: that says nothing about the making.
  await appendRow(path, { type: "done", atMs: 900_000, path: "/x", mediaType: "video/mp4", sizeBytes: 1, sha256: "" });
}

// VID-6
describe("how long videos of a model take", () => {
  it("is the median of those that were seen to their end here", async () => {
    const stateDir = tempDir();
    for (const tookMs of [60_000, 20_000, undefined, 30_000]) await past(stateDir, tookMs);
    await past(stateDir, 1, "openrouter/other/model");
    expect(await usualVideoMs({ stateDir, model })).toBe(30_000);
    await past(stateDir, 40_000);
    expect(await usualVideoMs({ stateDir, model })).toBe(35_000);
  });

  it("is not known without one", async () => {
    const stateDir = tempDir();
    expect(await usualVideoMs({ stateDir, model })).toBeUndefined();
    await past(stateDir, undefined);
    expect(await usualVideoMs({ stateDir, model })).toBeUndefined();
  });
});
