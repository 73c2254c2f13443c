// As the AI SDK's pages "Video Generation" and "Image Generation" show it. Its own download sends no key, and OpenRouter's content address wants
// one; so the documented `download` option fetches the file, with the key for the API's origin only.
import { writeFile } from "node:fs/promises";
import { createOpenRouter } from "@openrouter/ai-sdk-provider";
import { experimental_generateVideo as generateVideo, generateImage } from "ai";
import { apiKey, baseUrl, imageModel, output, pollMs, prompt, seconds, videoModel } from "./settings.mjs";

const openrouter = createOpenRouter({ apiKey, baseURL: baseUrl });

export async function video(extra = { download }) {
  const model = openrouter.videoModel(videoModel, { pollIntervalMs: pollMs });
  const { video: made } = await generateVideo({ model, prompt, duration: seconds, ...extra });
  await writeFile(output, made.uint8Array);
}

export async function image() {
  const { image: made } = await generateImage({ model: openrouter.imageModel(imageModel), prompt });
  await writeFile(output, made.uint8Array);
}

async function download({ url, abortSignal }) {
  const own = url.origin === new URL(baseUrl).origin;
  const response = await fetch(url, { headers: own ? { authorization: `Bearer ${apiKey}` } : {}, signal: abortSignal });
  if (!response.ok) throw new Error(`The download ended with status ${response.status}.`);
  return { data: new Uint8Array(await response.arrayBuffer()), mediaType: response.headers.get("content-type") ?? undefined };
}
