import { checkFlags } from "./args/check-flags.js";
import type { Command, FlagTable, Given } from "./args/command-spec.js";
import { findCommand } from "./args/find-command.js";
import { GLOBAL_FLAGS } from "./args/global-flags.js";
import { parseFlags } from "./args/parse-flags.js";
import { UsageError } from "./args/usage-error.js";
import { createContext } from "./context/create-context.js";
import { EXIT_OK } from "./exit-codes.js";
import type { Io } from "./io.js";
import { createOutput } from "./output/create-output.js";
import { reportError } from "./output/report-error.js";
import { VERSION } from "./version.js";

/**
 * The whole program as a function: reads a command line, does what it says, and answers with the exit code (CLI-3). Nothing is thrown.
 *
 * @param typed the words after the program's name
 */
export async function run(typed: readonly string[], io: Io): Promise<number> {
  const argv = typed[0] === "help" ? [...typed.slice(1), "--help"] : typed;
  const has = (...names: readonly string[]): boolean => beforeDashes(argv).some((word) => names.includes(word));
  const out = createOutput(io, {
    json: has("--json"),
    quiet: has("--quiet", "-q"),
    verbose: has("--verbose", "-v"),
    noColor: has("--no-color"),
  });
  try {
    if (argv[0] === "--version" || argv[0] === "-V") {
      out.line(VERSION);
      return EXIT_OK;
    }
    const help = { style: out.style, columns: out.columns, program: io.program };
    const found = findCommand(argv);
    if ("group" in found) {
      const { flags } = parseFlags(found.rest, GLOBAL_FLAGS);
      if (flags["version"] === true) {
        out.line(VERSION);
        return EXIT_OK;
      }
      const { groupHelp, programHelp } = await import("./help.js");
      out.write(found.group.length === 0 ? programHelp(help) : groupHelp(found.group, help));
      return EXIT_OK;
    }
    const command = await found.entry.load();
    if (has("--help", "-h")) {
      const { commandHelp } = await import("./help.js");
      out.write(commandHelp(found.entry, command, help));
      return EXIT_OK;
    }
    const given = parseFlags(found.rest, { ...GLOBAL_FLAGS, ...command.flags });
    if (given.flags["version"] === true) {
      out.line(VERSION);
      return EXIT_OK;
    }
    checkWords(command, given);
    checkFlags(given, command.flags);
    const context = createContext(io, out, given.flags);
    try {
      return await command.run(context, given);
    } finally {
      context.timings?.report(out);
      await context.close();
    }
  } catch (error) {
    return reportError(error, out, { json: has("--json"), debug: (io.env["OPENCLAW_DEBUG"] ?? "") !== "" });
  }
}

function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  return end === -1 ? argv : argv.slice(0, end);
}

function checkWords<Flags extends FlagTable>({ words: specs = [] }: Command<Flags>, { words }: Given): void {
  if (specs.length === 0 && words.length > 0)
    throw new UsageError(`"${words[0] ?? ""}" is one word too many.`, "This command takes flags alone: see them with --help.");
  const missing = specs.find((spec, index) => spec.required === true && words[index] === undefined);
  if (missing !== undefined) throw new UsageError(`<${missing.name}> is missing: ${missing.summary}.`, "See how it is used with --help.");
  if (specs.at(-1)?.many === true || words.length <= specs.length) return;
  throw new UsageError(`"${words[specs.length] ?? ""}" is one word too many.`, "Put quotes around a text of several words.");
}
