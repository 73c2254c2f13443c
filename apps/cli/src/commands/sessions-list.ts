import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { shownUsd } from "../output/amounts.js";
import { printable } from "../output/printable.js";
import { renderTable } from "../output/table.js";
import { listSessions, sessionsFolder } from "../sessions/session-files.js";

export const command = defineCommand({
  about: "The conversations that were kept with --session or in a chat, the one used last first.",
  flags: { plain: { kind: "switch", summary: "Only the names, one a line" } },
  examples: [{ line: "sessions list", says: "which there are" }],
  async run(context, { flags }) {
    const { out, json } = context;
    const sessions = await listSessions(sessionsFolder(await context.config()));
    if (json) {
      out.json({ count: sessions.length, sessions });
      return EXIT_OK;
    }
    if (flags.plain === true) for (const { name } of sessions) out.line(name);
    else if (sessions.length === 0) out.line("No conversations yet. Begin one with: openclaw chat --session NAME");
    else {
      const rows = sessions.map(({ name, turns, updatedAtMs, costUsd, title }) => [
        name,
        new Date(updatedAtMs).toISOString().slice(0, 16).replace("T", " "),
        String(turns),
        costUsd === undefined ? "-" : shownUsd(costUsd),
        printable(title),
      ]);
      out.write(
        renderTable(["Name", "Used (UTC)", "Turns", "Cost", "Begins"], rows, {
          columns: out.terminal ? out.columns : Infinity,
          style: out.style,
          unicode: out.unicode,
          right: [2, 3],
          drop: [3, 1, 2],
        }),
      );
    }
    return EXIT_OK;
  },
});
