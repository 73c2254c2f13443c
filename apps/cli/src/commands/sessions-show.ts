import { defineCommand } from "../args/command-spec.js";
import { createAnswerSink } from "../ask/answer-sink.js";
import { EXIT_OK } from "../exit-codes.js";
import { exportMarkdown } from "../sessions/export-session.js";
import { mediaOf } from "../sessions/media-of.js";
import { readSession, sessionsFolder } from "../sessions/session-files.js";

export const command = defineCommand({
  about: "Shows a conversation as it would go on: rendered on a terminal, as Markdown into a pipe.",
  words: [{ name: "session", summary: "its name", required: true }],
  flags: {},
  examples: [{ line: "sessions show trip", says: "read it again" }],
  async run(context, { words: [name = ""] }) {
    const conversation = await readSession(sessionsFolder(await context.config()), name);
    if (context.json) {
      const { head, damagedLines, messages } = conversation;
      context.out.json({ name, ...head, damagedLines, messages, media: mediaOf(conversation) });
      return EXIT_OK;
    }
    if (conversation.damagedLines > 0) context.out.note(`${conversation.damagedLines} damaged lines were passed over.`);
    const sink = createAnswerSink(context);
    sink.push(exportMarkdown(conversation));
    sink.end();
    return EXIT_OK;
  },
});
