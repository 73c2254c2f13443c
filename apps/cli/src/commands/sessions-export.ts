import { writeFile } from "node:fs/promises";
import { writeEntry } from "@openclaw/chat";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { exportMarkdown } from "../sessions/export-session.js";
import { mediaOf } from "../sessions/media-of.js";
import { readSession, sessionsFolder } from "../sessions/session-files.js";
import { userPath } from "../args/user-path.js";
import { TO_STDOUT } from "../make/save-place.js";

export const command = defineCommand({
  about:
    "Writes a conversation out, with what was made beside the talk and its cost. jsonl is the file as it is kept, with everything that was replaced later.",
  words: [{ name: "session", summary: "its name", required: true }],
  flags: {
    format: { kind: "choice", choices: ["markdown", "json", "jsonl"], summary: "As what; without it, markdown" },
    output: { kind: "text", short: "o", value: "FILE", summary: "Write to this new file instead of stdout" },
    force: { kind: "switch", needs: ["output"], summary: "Replace the file if it is there" },
  },
  examples: [
    { line: "sessions export trip > trip.md", says: "to read" },
    { line: "sessions export trip --format json -o trip.json", says: "the messages" },
  ],
  async run(context, { flags, words: [name = ""] }) {
    const { out, io, json } = context;
    const conversation = await readSession(sessionsFolder(await context.config()), name);
    const format = flags.format ?? (json ? "json" : "markdown");
    const text =
      format === "jsonl"
        ? conversation.entries.map(writeEntry).join("")
        : format === "json"
          ? `${JSON.stringify({ name, ...conversation.head, messages: conversation.messages, media: mediaOf(conversation) }, undefined, 2)}\n`
          : exportMarkdown(conversation);
    if (flags.output === undefined || flags.output === TO_STDOUT) out.write(text);
    else {
      const path = userPath(flags.output, io);
      await writeFile(path, text, { flag: flags.force === true ? "w" : "wx", mode: 0o600 });
      if (json) out.json({ ok: true, path });
      else out.note(`Written to ${flags.output}`);
    }
    return EXIT_OK;
  },
});
