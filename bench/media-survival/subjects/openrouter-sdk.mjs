// The official SDK: one call each for submitting, asking and fetching; the loop is the caller's.
import { writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { OpenRouter } from "@openrouter/sdk";
import { apiKey, baseUrl, imageModel, output, pollMs, prompt, seconds, videoModel } from "./settings.mjs";

const client = new OpenRouter({ apiKey, serverURL: baseUrl });

export async function video() {
  const { id: jobId } = await client.videoGeneration.generate({
    videoGenerationRequest: { model: videoModel, prompt, duration: seconds },
  });
  for (;;) {
    await wait(pollMs);
    const { status, error } = await client.videoGeneration.getGeneration({ jobId });
    if (status === "completed") break;
    if (["failed", "cancelled", "expired"].includes(status)) throw new Error(error ?? status);
  }
  const content = await client.videoGeneration.getVideoContent({ jobId });
  await writeFile(output, Buffer.from(await new Response(content).arrayBuffer()));
}

export async function image() {
  const { data } = await client.images.generate({ imageGenerationRequest: { model: imageModel, prompt } });
  await writeFile(output, Buffer.from(data[0].b64Json, "base64"));
}
