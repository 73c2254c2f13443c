// What needs a file system: a conversation, a video job with its journal, a configuration on disk.
import { readFile } from "node:fs/promises";
import { openConversation } from "@openclaw/chat/node";
import { loadConfig } from "@openclaw/config/node";
import { createTarget } from "@openclaw/core";
import { generateVideoFile, listJobs } from "@openclaw/media/node";

const [baseUrl, folder] = process.argv.slice(2);
const conversation = await openConversation(`${folder}/conversation.jsonl`);
await conversation.append([{ role: "user", content: "Hello" }]);

const target = createTarget({ model: "openrouter/google/veo-3.1-fast", apiKey: "sk-or-sandbox", baseUrl });
const stateDir = `${folder}/state`;
const video = await generateVideoFile(
  { target, prompt: "waves", durationSeconds: 4 },
  { stateDir, output: { path: `${folder}/waves.mp4` }, pollIntervalMs: 50 },
);
const bytes = await readFile(video.file.path);
const jobs = await listJobs({ stateDir });
const { config } = await loadConfig({ env: { HOME: folder }, cwd: folder });

const result = {
  lines: (await readFile(`${folder}/conversation.jsonl`, "utf8")).trim().split("\n").length,
  video: bytes.subarray(4, 8).toString("latin1"),
  jobs: jobs.map((job) => job.state),
  config: typeof config,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);
