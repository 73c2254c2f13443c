import { defineCommand } from "../args/command-spec.js";
import { LIST_FLAGS, printJobs } from "../make/list-jobs.js";

export const command = defineCommand({
  about: "Every text that was spoken into a file from here, newest first: what was made, what is kept, and what is not whole yet.",
  flags: LIST_FLAGS,
  examples: [{ line: "infer tts list", says: "what was spoken, and what is kept" }],
  run: async (context) => printJobs(context, "speech"),
});
