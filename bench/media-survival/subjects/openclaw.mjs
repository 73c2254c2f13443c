// As packages/media/README.md shows it: start, and after a crash go on with what the journal holds.
import { createTarget } from "@openclaw/core";
import { generateImageFiles, generateVideoFile, listJobs, resumeJob } from "@openclaw/media/node";
import { apiKey, baseUrl, imageModel, output, pollMs, prompt, seconds, stateDir, videoModel } from "./settings.mjs";

export async function video() {
  const target = createTarget({ model: `openrouter/${videoModel}`, apiKey, baseUrl });
  const options = { stateDir, pollIntervalMs: pollMs };
  const unfinished = (await listJobs({ stateDir })).find(({ state }) => state !== "done");
  await (unfinished === undefined
    ? generateVideoFile({ target, prompt, durationSeconds: seconds }, { ...options, output: { path: output } })
    : resumeJob(unfinished.id, { ...options, target }));
}

export async function image() {
  const target = createTarget({ model: `openrouter/${imageModel}`, apiKey, baseUrl });
  await generateImageFiles({ target, prompt }, { stateDir, output: { path: output } });
}
