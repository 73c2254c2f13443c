import { createTarget } from "@openclaw/core";
import { generateImages } from "@openclaw/media";
import { saveImages } from "@openclaw/media/node";

const target = createTarget({
  model: "openrouter/google/gemini-2.5-flash-image",
  apiKey: process.env.OPENROUTER_API_KEY,
  baseUrl: process.env.OPENROUTER_BASE_URL,
});

const { images, usage } = await generateImages({
  target,
  prompt: "a lighthouse at dusk",
  aspectRatio: "16:9",
});
for (const file of await saveImages(images, { path: "openclaw-out/lighthouse.png" })) {
  console.log(file.path, file.sizeBytes, "bytes", usage?.costUsd);
}
