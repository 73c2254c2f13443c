import type { Command, Example, FlagSpec, FlagTable } from "./args/command-spec.js";
import { GLOBAL_FLAGS } from "./args/global-flags.js";
import { type CommandEntry, COMMANDS, GROUPS, SECTIONS } from "./commands/index.js";
import type { Style } from "./output/style.js";
import { MAX_TEXT_COLUMNS, twoColumns } from "./output/two-columns.js";
import { wrapWords } from "./output/wrap-words.js";

export interface HelpOptions {
  readonly style: Style;
  readonly columns: number;
  readonly program: string;
}

/** The program's own help: the commands by section, how to begin. */
export function programHelp(options: HelpOptions): string {
  const { style } = options;
  const sections = SECTIONS.map((section) => {
    const rows = COMMANDS.filter((entry) => entry.section === section).map(({ path, summary }) => [path.join(" "), summary] as const);
    return rows.length === 0 ? "" : `${style("bold", section)}\n${twoColumns(rows, options)}\n`;
  });
  const begin: readonly Example[] = [
    { line: "tour", says: "see everything once; without a key it runs in the offline sandbox" },
    { line: "onboard --auth-choice openrouter-api-key", says: "set up your key" },
    { line: 'chat "Why is the sky blue?"', says: "ask" },
  ];
  return [
    wrapWords(`${style("bold", "openclaw")}: one OpenRouter key, many models: chat, images, video, speech.`, options.columns),
    "",
    `Usage: ${options.program} <command> [flags]`,
    "",
    ...sections,
    style("bold", "Begin with"),
    examples(begin, options),
    "",
    style("bold", "Flags of every command"),
    flagRows(GLOBAL_FLAGS, options),
    "",
    `More: ${options.program} <command> --help`,
    "",
  ].join("\n");
}

/** Help of a group such as `infer`. */
export function groupHelp(group: readonly string[], options: HelpOptions): string {
  const inside = COMMANDS.filter(({ path }) => group.every((name, index) => path[index] === name));
  const rows = inside.map(({ path, summary }) => [path.join(" "), summary] as const);
  const name = group.join(" ");
  const fallback = GROUPS[name]?.fallback;
  return [
    `${options.style("bold", `openclaw ${name}`)}: ${GROUPS[name]?.summary ?? ""}`,
    "",
    twoColumns(rows, options),
    ...(fallback === undefined ? [] : ["", `Alone it is the same as: ${options.program} ${name} ${fallback}`]),
    "",
    `More: ${options.program} ${name} <command> --help`,
    "",
  ].join("\n");
}

/** Help of one command, whole. */
export function commandHelp(entry: CommandEntry, command: Command, options: HelpOptions): string {
  const { style } = options;
  const words = (command.words ?? []).map(({ name, required, many }) => {
    const shown = `${name}${many === true ? "..." : ""}`;
    return required === true ? `<${shown}>` : `[${shown}]`;
  });
  const parts = [
    wrapWords(`${style("bold", ["openclaw", ...entry.path].join(" "))}: ${entry.summary}`, options.columns),
    ...(command.about === undefined ? [] : ["", wrapWords(command.about, Math.min(options.columns, MAX_TEXT_COLUMNS))]),
    "",
    `Usage: ${[options.program, ...entry.path, ...words].join(" ")} [flags]`,
  ];
  const wordRows = (command.words ?? []).map(({ name, summary }) => [name, summary] as const);
  if (wordRows.length > 0) parts.push("", twoColumns(wordRows, options));
  const table = Object.fromEntries(Object.entries(command.flags).filter(([, { hidden }]) => hidden !== true));
  if (Object.keys(table).length > 0) parts.push("", style("bold", "Flags"), flagRows(table, options));
  parts.push("", style("bold", "Flags of every command"), flagRows(GLOBAL_FLAGS, options));
  if (command.examples.length > 0) parts.push("", style("bold", "Examples"), examples(command.examples, options));
  return `${parts.join("\n")}\n`;
}

function examples(list: readonly Example[], { program, style, columns }: HelpOptions): string {
  return list.map(({ line, says }) => `${wrapWords(style("dim", `  # ${says}`), columns, "    ")}\n  ${program} ${line}`).join("\n");
}

function flagRows(table: FlagTable, options: HelpOptions): string {
  const rows = Object.entries(table).map(([name, spec]) => [flagForm(name, spec), flagSummary(spec)] as const);
  return twoColumns(rows, options);
}

/** A flag as it is written: `-m, --model REF`. */
export function flagForm(name: string, spec: FlagSpec): string {
  const short = spec.short === undefined ? "" : `-${spec.short}, `;
  const value = spec.kind === "switch" ? "" : ` ${spec.value ?? (spec.kind === "choice" ? "CHOICE" : "VALUE")}`;
  return `${short}--${name}${value}`;
}

export function flagSummary(spec: FlagSpec): string {
  if (spec.kind === "choice") return `${spec.summary}: ${spec.choices.join(", ")}`;
  return spec.kind === "list" ? `${spec.summary} (repeatable)` : spec.summary;
}
