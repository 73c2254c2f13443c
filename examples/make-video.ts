import { createTarget } from "@openclaw/core";
import { generateVideoFile } from "@openclaw/media/node";

const target = createTarget({
  model: "openrouter/google/veo-3.1-fast",
  apiKey: process.env.OPENROUTER_API_KEY,
  baseUrl: process.env.OPENROUTER_BASE_URL,
});

// The intent is on disk before the paid request: kill this at any moment, and `resumeJob` fetches the same video.
const video = await generateVideoFile(
  { target, prompt: "waves below a lighthouse", durationSeconds: 4, resolution: "720P" },
  { stateDir: "openclaw-out/state", output: { path: "openclaw-out/waves.mp4" } },
);
console.log(video.file.path, video.file.sizeBytes, "bytes");
