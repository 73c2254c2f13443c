import { defineCommand } from "../args/command-spec.js";
import { LIST_FLAGS, printJobs } from "../make/list-jobs.js";

export const command = defineCommand({
  about: "Every video job that was started here, newest first, finished or not.",
  flags: LIST_FLAGS,
  examples: [{ line: "infer video list", says: "what is still running, and what can be resumed" }],
  run: async (context) => printJobs(context, "video"),
});
