import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { deleteSession, sessionsFolder } from "../sessions/session-files.js";

export const command = defineCommand({
  about: "Deletes conversations for good. When one of the names is not there, it says so; those before it are deleted.",
  words: [{ name: "session", summary: "their names", required: true, many: true }],
  flags: {},
  examples: [{ line: "sessions delete trip", says: "this one" }],
  async run(context, { words }) {
    const folder = sessionsFolder(await context.config());
    for (const name of words) {
      await deleteSession(folder, name);
      if (!context.json) context.out.line(`Deleted: ${name}`);
    }
    if (context.json) context.out.json({ ok: true, deleted: words });
    return EXIT_OK;
  },
});
