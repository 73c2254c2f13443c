// A storyboard: scenes are written, each is painted, and each picture becomes the first frame of a clip. Killed half-way and started again with
// the same folder, it paints and films only what is missing.
//   node storyboard.ts "A fox finds the sea" story
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { completeObject } from "@openclaw/chat";
import { createTarget } from "@openclaw/core";
import { generateImages, toDataUrl } from "@openclaw/media";
import { generateVideoFile, readMediaFile, saveImages } from "@openclaw/media/node";
import * as z from "zod";

const [idea = "A fox finds the sea", folder = "story"] = process.argv.slice(2);
const options = { apiKey: process.env.OPENROUTER_API_KEY, baseUrl: process.env.OPENROUTER_BASE_URL };
// How soon the first look at a clip comes; later looks come less often.
const pollIntervalMs = Number(process.env.POLL_INTERVAL_MS ?? 5_000);
const Story = z.object({
  scenes: z
    .array(z.object({ picture: z.string(), movement: z.string() }))
    .min(2)
    .max(3),
});
await mkdir(folder, { recursive: true });

async function writeStory(): Promise<z.infer<typeof Story>> {
  const file = join(folder, "story.json");
  if (existsSync(file)) return Story.parse(JSON.parse(await readFile(file, "utf8")));
  const target = createTarget({ ...options, model: "openrouter/openai/gpt-5-mini" });
  const content = `A storyboard in two or three scenes: ${idea}. For each, what the picture shows and what moves.`;
  const { object } = await completeObject({ target, schema: Story, messages: [{ role: "user", content }] });
  await writeFile(file, JSON.stringify(object, undefined, 2));
  return object;
}

const painter = createTarget({ ...options, model: "openrouter/google/gemini-2.5-flash-image" });
const camera = createTarget({ ...options, model: "openrouter/google/veo-3.1-fast" });
const { scenes } = await writeStory();
for (const [index, { picture, movement }] of scenes.entries()) {
  const [image, clip] = [join(folder, `scene-${index + 1}.png`), join(folder, `scene-${index + 1}.mp4`)];
  if (!existsSync(image)) {
    const { images } = await generateImages({ target: painter, prompt: picture, aspectRatio: "16:9" });
    await saveImages(images, { path: image });
  }
  if (!existsSync(clip)) {
    const firstFrame = { image: { url: toDataUrl(await readMediaFile(image)) } };
    const video = {
      target: camera,
      prompt: movement,
      images: [firstFrame],
      durationSeconds: 4,
      resolution: "720P",
    };
    const { file } = await generateVideoFile(video, {
      stateDir: join(folder, "state"),
      output: { path: clip },
      pollIntervalMs,
    });
    console.log(file.path, file.sizeBytes, "bytes");
  }
}
console.log(`${scenes.length} scenes in ${folder}`);
