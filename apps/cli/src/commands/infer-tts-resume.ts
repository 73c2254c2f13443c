import { findJob, readJobRequest } from "@openclaw/media/node";
import { defineCommand } from "../args/command-spec.js";
import { convertSpeech } from "../speak/convert-speech.js";
import { RESUME_FLAGS, resumeKept } from "../make/resume-kept.js";
import { savePlace } from "../make/save-place.js";
import { readStoredSpeech } from "../speak/stored-speech.js";

export const command = defineCommand({
  about:
    "Goes on with speech that Ctrl-C, a kill, a full disk or a refused folder stopped: what is paid for and kept is put in its place, and only the sentences that are missing are asked for.",
  words: [{ name: "job", summary: "its id, or the beginning or end of it", required: true }],
  flags: RESUME_FLAGS,
  examples: [{ line: "infer tts resume 3f --output letter.mp3", says: "to another place" }],
  async run(context, { flags, words: [id = ""] }) {
    const { stateDir } = await context.config();
    const job = await findJob(id, { stateDir, kind: "speech" });
    if (job.state !== "partial") return resumeKept(context, job.id, { kind: "speech", flags });
    const { text, voice, model } = readStoredSpeech(await readJobRequest(job.id, { stateDir, kind: "speech" }));
    const resolved = await context.targets("speech", { model });
    const place = flags.output === undefined ? job.output : savePlace(context, flags);
    return convertSpeech(context, { text, voice, resolved, flags, place });
  },
});
