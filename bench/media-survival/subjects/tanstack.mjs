// TanStack AI in its streaming mode, which polls by itself; the finished event brings the file as a data URL.
import { writeFile } from "node:fs/promises";
import { generateImage, generateVideo } from "@tanstack/ai";
import { createOpenRouterImage, createOpenRouterVideo } from "@tanstack/ai-openrouter";
import { apiKey, baseUrl, imageModel, output, pollMs, prompt, seconds, videoModel } from "./settings.mjs";

export async function video() {
  const adapter = createOpenRouterVideo(videoModel, apiKey, { baseURL: baseUrl });
  let url;
  let failure = "It ended without a result.";
  for await (const chunk of generateVideo({ adapter, prompt, duration: seconds, stream: true, pollingInterval: pollMs })) {
    if (chunk.name === "generation:result") ({ url } = chunk.value);
    failure = chunk.message ?? failure;
  }
  if (url === undefined) throw new Error(failure);
  await writeFile(output, Buffer.from(url.slice(url.indexOf(",") + 1), "base64"));
}

export async function image() {
  const adapter = createOpenRouterImage(imageModel, apiKey, { baseURL: baseUrl });
  const { images } = await generateImage({ adapter, prompt });
  await writeFile(output, Buffer.from(images[0].b64Json, "base64"));
}
