import { defineCommand } from "../args/command-spec.js";
import { EXIT_FAILURE, EXIT_OK } from "../exit-codes.js";
import { printable } from "../output/printable.js";
import { messageText, readSession, listSessions, oneLine, sessionsFolder } from "../sessions/session-files.js";

const AROUND = 40;

export const command = defineCommand({
  about: "Looks for messages that hold all the words, in every kept conversation. Exit code 1 when there are none.",
  words: [{ name: "word", summary: "what to look for; upper and lower case are the same", required: true, many: true }],
  flags: {},
  examples: [{ line: "sessions search rainbow", says: "where it was talked about" }],
  async run(context, { words }) {
    const { out, json } = context;
    const folder = sessionsFolder(await context.config());
    const wanted = words.map((word) => word.toLowerCase());
    const found: { readonly session: string; readonly message: number; readonly role: string; readonly text: string }[] = [];
    for (const { name } of await listSessions(folder)) {
      const { messages } = await readSession(folder, name);
      for (const [index, { role, content }] of messages.entries()) {
        const text = messageText(content);
        const lower = text.toLowerCase();
        if (!wanted.every((word) => lower.includes(word))) continue;
        const at = lower.indexOf(wanted[0] ?? "");
        found.push({ session: name, message: index + 1, role, text: oneLine(text.slice(Math.max(0, at - AROUND), at + AROUND * 2), 200) });
      }
    }
    if (json) out.json({ count: found.length, matches: found });
    else
      for (const { session, message, role, text } of found)
        out.line(`${out.style("cyan", session)}:${message} ${role}: ${printable(text)}`);
    if (!json && found.length === 0) out.note("Nothing was found.");
    return found.length === 0 ? EXIT_FAILURE : EXIT_OK;
  },
});
