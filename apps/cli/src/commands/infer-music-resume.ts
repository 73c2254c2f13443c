import { defineCommand } from "../args/command-spec.js";
import { RESUME_FLAGS, resumeKept } from "../make/resume-kept.js";

export const command = defineCommand({
  about: "Puts music that was paid for and is kept here in its place: after a full disk, a refused folder or a kill. Nothing is bought.",
  words: [{ name: "job", summary: "its id, or the beginning or end of it", required: true }],
  flags: RESUME_FLAGS,
  examples: [{ line: "infer music resume 3f --output song.wav", says: "to another place" }],
  run: async (context, { flags, words: [id = ""] }) => resumeKept(context, id, { kind: "music", flags }),
});
