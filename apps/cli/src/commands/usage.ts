import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { EXIT_OK } from "../exit-codes.js";
import { shownUsd } from "../output/amounts.js";
import { printable } from "../output/printable.js";
import { renderTable } from "../output/table.js";
import { wrapWords } from "../output/wrap-words.js";
import { groupUsage, plotLine, sumUsage, type UsageBy } from "../usage/group-usage.js";
import { isUntold, settleBrokenOff } from "../usage/settle-broken-off.js";
import { readUsageLog } from "../usage/usage-log.js";

const HEADINGS: Readonly<Record<UsageBy, string>> = { day: "Day", model: "Model", session: "Session", kind: "Kind" };
const DAY_MS = 86_400_000;

export const command = defineCommand({
  about:
    "What this machine asked for and what it cost: answers, pictures, videos, music, speech, transcripts and vectors, from a local log that holds no word of what was said; what an answer cost that broke off before its bill is asked of the provider. Also what the providers' prompt caches did, and what kept them from doing more. Days are those of the local time.",
  flags: {
    by: { kind: "choice", choices: ["day", "model", "session", "kind"], summary: "One row for each; without it, day" },
    days: { kind: "number", value: "N", min: 1, max: 3650, integer: true, summary: "Only the last so many days; without it, 30" },
    model: { kind: "text", short: "m", value: "TEXT", summary: "Only models whose name holds this" },
    session: { kind: "text", value: "NAME", summary: "Only this conversation" },
  },
  examples: [
    { line: "usage", says: "the last 30 days" },
    { line: "usage --by model --days 7", says: "which models cost what this week" },
    { line: "usage --by kind", says: "what went into chat, pictures, speech" },
    { line: "usage --json --by session", says: "for scripts" },
  ],
  async run(context, { flags }) {
    const { out, io, json } = context;
    const by: UsageBy = flags.by ?? "day";
    const days = flags.days ?? 30;
    if (flags.session?.trim() === "") throw new UsageError("--session is blank.", "See the names with: openclaw sessions list");
    const now = new Date(io.now());
    const fromMs = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime() - (days - 1) * DAY_MS;
    const { stateDir } = await context.config();
    const logged = (await readUsageLog(stateDir)).filter(
      ({ atMs, model, session }) =>
        atMs >= fromMs &&
        (flags.model === undefined || model.toLowerCase().includes(flags.model.toLowerCase())) &&
        (flags.session === undefined || session === flags.session),
    );
    const entries = await settleBrokenOff(context, logged);
    const untold = entries.filter(isUntold).length;
    const groups = groupUsage(entries, by);
    const total = sumUsage(entries);
    const breaks = entries.flatMap(({ brokenBy, atMs, model, session }) =>
      brokenBy === undefined ? [] : [{ atMs, model, session, brokenBy }],
    );
    if (json) {
      out.json({ by, days, total, groups, untold, cache: { hitRate: total.hitRate, savedUsd: total.savedUsd, breaks } });
      return EXIT_OK;
    }
    if (entries.length === 0) {
      out.line(`Nothing was asked in the last ${days} days.`);
      return EXIT_OK;
    }
    const most = Math.max(...groups.map(({ costUsd }) => costUsd));
    const weight = (group: (typeof groups)[number]): number =>
      most > 0 ? group.costUsd / most : group.totalTokens / Math.max(1, ...groups.map(({ totalTokens }) => totalTokens));
    const rows = groups.map((group) => [
      printable(group.name),
      String(group.turns),
      String(group.promptTokens),
      String(group.completionTokens),
      `${Math.round(group.hitRate * 100)}%`,
      shownUsd(group.costUsd),
      plotLine(weight(group), 12, out.unicode),
    ]);
    out.write(
      renderTable([HEADINGS[by], "Turns", "In", "Out", "Cached", "Cost", ""], rows, {
        columns: out.terminal ? out.columns : Infinity,
        style: out.style,
        unicode: out.unicode,
        right: [1, 2, 3, 4, 5],
        drop: [6, 3, 2, 4],
      }),
    );
    const fitted = (line: string): string => (out.terminal ? wrapWords(line, out.columns, "    ") : line);
    const dot = out.unicode ? " · " : ", ";
    out.line(
      out.style(
        "bold",
        fitted(
          [
            `${total.turns} ${total.turns === 1 ? "turn" : "turns"}`,
            `${total.promptTokens} in`,
            `${total.completionTokens} out`,
            shownUsd(total.costUsd),
          ].join(dot),
        ),
      ),
    );
    if (untold > 0) out.line(fitted(`What ${untold === 1 ? "1 request" : `${untold} requests`} cost is not told (yet).`));
    const saved =
      total.savedUsd === 0
        ? []
        : [total.savedUsd > 0 ? `saved ${shownUsd(total.savedUsd)}` : `cost ${shownUsd(-total.savedUsd)} more than it saved`];
    const cache = [`Prompt cache: ${Math.round(total.hitRate * 100)}% of what was sent`, ...saved, `${breaks.length} broken`];
    out.line(fitted(cache.join(dot)));
    for (const { brokenBy, session } of breaks.slice(-3)) {
      const line = `  ${session === undefined ? "" : `${printable(session)}: `}${printable(brokenBy)}`;
      out.line(out.style("dim", fitted(line)));
    }
    return EXIT_OK;
  },
});
