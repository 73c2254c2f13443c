import { defineCommand } from "../args/command-spec.js";
import { LIST_FLAGS, printJobs } from "../make/list-jobs.js";

export const command = defineCommand({
  about: "Every request for music that was started here, newest first: what was made, what is kept, and what nobody knows the outcome of.",
  flags: LIST_FLAGS,
  examples: [{ line: "infer music list", says: "what was bought, and what is kept" }],
  run: async (context) => printJobs(context, "music"),
});
