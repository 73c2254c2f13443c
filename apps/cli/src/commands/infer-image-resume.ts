import { defineCommand } from "../args/command-spec.js";
import { RESUME_FLAGS, resumeKept } from "../make/resume-kept.js";

export const command = defineCommand({
  about:
    "Puts images that were paid for and are kept here in their place: after a full disk, a refused folder or a kill. Nothing is bought.",
  words: [{ name: "job", summary: "its id, or the beginning or end of it", required: true }],
  flags: RESUME_FLAGS,
  examples: [{ line: "infer image resume 3f --output fox.png", says: "to another place" }],
  run: async (context, { flags, words: [id = ""] }) => resumeKept(context, id, { kind: "image", flags }),
});
