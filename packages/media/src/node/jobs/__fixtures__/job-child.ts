// The process that is killed: starts or resumes one video job and says so on standard output.
import { createTarget } from "@openclaw/core";
import { generateVideoFile, resumeJob } from "../../../node.js";

const [mode, baseUrl = "", stateDir = "", path = "", text = ""] = process.argv.slice(2);
const target = createTarget({ model: "openrouter/google/veo-3.1-fast", apiKey: "sk-or-v1-SYNTHETICchild", baseUrl });
const shared = { stateDir, pollIntervalMs: 15, timeoutMs: 20_000 };

process.stdout.write("ready\n");
try {
  const result =
    mode === "resume"
      ? await resumeJob(text, { ...shared, target })
      : await generateVideoFile({ target, prompt: text, durationSeconds: 4 }, { ...shared, output: { path } });
  process.stdout.write(`done ${JSON.stringify({ id: result.id, path: result.file.path, sha256: result.file.sha256 })}\n`);
} catch (error) {
  process.stdout.write(`failed ${JSON.stringify({ code: (error as { code?: string }).code, message: (error as Error).message })}\n`);
}
