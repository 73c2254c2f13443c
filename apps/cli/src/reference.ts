import type { Command } from "./args/command-spec.js";
import { GLOBAL_FLAGS } from "./args/global-flags.js";
import { type CommandEntry, COMMANDS, SECTIONS } from "./commands/index.js";
import { flagForm, flagSummary } from "./help.js";

/** docs/cli.md, whole: every command with its flags and examples, from the tables that parsing and help are made of. */
export async function commandReference(): Promise<string> {
  const parts = [
    "# openclaw: commands and flags",
    "",
    "Made from the command table; do not edit by hand. After a change: `npx vitest run apps/cli/src/reference.test.ts -u`.",
    "",
    "stdout is the answer alone, everything else goes to stderr. Exit codes: 0 done, 1 failed, 2 the command line cannot be meant, 130 interrupted.",
    "",
    "## Flags of every command",
    "",
    flagTable(GLOBAL_FLAGS),
  ];
  for (const section of SECTIONS) {
    const entries = COMMANDS.filter((entry) => entry.section === section);
    if (entries.length === 0) continue;
    parts.push("", `## ${section}`);
    for (const entry of entries) parts.push("", commandSection(entry, await entry.load()));
  }
  return `${parts.join("\n")}\n`;
}

function commandSection({ path, summary }: CommandEntry, command: Command): string {
  const words = (command.words ?? []).map(({ name, required, many }) => {
    const shown = `${name}${many === true ? "..." : ""}`;
    return required === true ? `<${shown}>` : `[${shown}]`;
  });
  const flags = Object.fromEntries(Object.entries(command.flags).filter(([, { hidden }]) => hidden !== true));
  const wordRows = (command.words ?? []).map((word) => `- \`${word.name}\`: ${word.summary}`);
  return [
    `### ${path.join(" ")}`,
    "",
    command.about ?? `${summary}.`,
    "",
    "```",
    ["openclaw", ...path, ...words, ...(Object.keys(flags).length === 0 ? [] : ["[flags]"])].join(" "),
    "```",
    ...(wordRows.length === 0 ? [] : ["", ...wordRows]),
    ...(Object.keys(flags).length === 0 ? [] : ["", flagTable(flags)]),
    ...(command.examples.length === 0
      ? []
      : ["", "```sh", ...command.examples.flatMap(({ line, says }) => [`# ${says}`, `openclaw ${line}`]), "```"]),
  ].join("\n");
}

/** Padded as the formatter pads it, so that the page needs none. */
function flagTable(table: Command["flags"]): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const rows = Object.entries(table).map(([name, spec]) => [cell(`\`${flagForm(name, spec)}\``), cell(flagSummary(spec))] as const);
  const left = Math.max(4, ...rows.map(([flag]) => flag.length));
  const right = Math.max(4, ...rows.map(([, does]) => does.length));
  const line = (flag: string, does: string): string => `| ${flag.padEnd(left)} | ${does.padEnd(right)} |`;
  return [line("flag", "does"), line("-".repeat(left), "-".repeat(right)), ...rows.map(([flag, does]) => line(flag, does))].join("\n");
}
