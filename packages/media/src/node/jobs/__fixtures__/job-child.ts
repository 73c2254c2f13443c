// The process that is killed: makes a video, an image or music, or resumes a video, and says so on standard output.
import { createFetchTransport, createTarget, type Transport } from "@openclaw/core";
import { generateImageFiles, generateMusicFile, generateVideoFile, resumeJob } from "../../../node.js";

const [mode = "", baseUrl = "", stateDir = "", path = "", text = "", stopAt = ""] = process.argv.slice(2);
const apiKey = "sk-or-v1-SYNTHETICchild";
const targetOf = (model: string) => createTarget({ model: `openrouter/${model}`, apiKey, baseUrl });
/** Stops at a state of the job, so that the kill falls exactly there. */
function onRecord({ state }: { readonly state: string }): void {
  if (state !== stopAt) return;
  process.stdout.write(`stopped at ${state}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
}
const shared = { stateDir, pollIntervalMs: 15, timeoutMs: 20_000, output: { path }, onRecord };

// `/images` is asked only at the real endpoint: its requests are led to the test's server.
const plain = createFetchTransport();
const led: Transport = (request) => plain({ ...request, url: request.url.replace("https://openrouter.ai/api/v1", baseUrl) });

async function work(): Promise<{ readonly id: string; readonly file: { readonly path: string; readonly sha256: string } }> {
  const video = { target: targetOf("google/veo-3.1-fast"), prompt: text, durationSeconds: 4 };
  if (mode === "resume") return resumeJob(text, { stateDir, pollIntervalMs: 15, timeoutMs: 20_000, target: video.target });
  if (mode === "generate") return generateVideoFile(video, shared);
  if (mode === "music") {
    const { id, saved } = await generateMusicFile({ target: targetOf("google/lyria-3-pro-preview"), prompt: text }, shared);
    return { id, file: saved };
  }
  const real = createTarget({ model: "openrouter/openai/gpt-image-2", apiKey });
  const images = mode === "images" ? { ...real, params: { imageApi: "images" as const } } : targetOf("google/gemini-3.1-flash-image-preview");
  const { id, saved } = await generateImageFiles({ target: images, prompt: text }, { ...shared, transport: led });
  const [file] = saved;
  if (file === undefined) throw new TypeError("no file");
  return { id, file };
}

process.stdout.write("ready\n");
try {
  const { id, file } = await work();
  process.stdout.write(`done ${JSON.stringify({ id, path: file.path, sha256: file.sha256 })}\n`);
} catch (error) {
  process.stdout.write(`failed ${JSON.stringify({ code: (error as { code?: string }).code, message: (error as Error).message })}\n`);
}
