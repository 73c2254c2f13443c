import type { Io } from "../io.js";
import { flagWords } from "./flag-words.js";
import type { Output } from "./output.js";
import { fitLine, namedCommands } from "./printed-command.js";
import { isAnimated, isUnicode, styleFor } from "./style.js";

export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
}

export function createOutput(io: Io, options: OutputOptions): Output {
  const { stdout, stderr, env } = io;
  const noteStyle = styleFor(stderr, env, options.noColor);
  // At words on a terminal, so that none is cut in two; a file gets its lines as they are.
  const fitted = (text: string): string =>
    text
      .split("\n")
      .map((line) => fitLine(line, stderr.columns, io.program))
      .join("\n");
  const unicode = isUnicode(env);
  const alert = (text: string): void => {
    const named = namedCommands(text, io.program);
    const shown = unicode ? named : named.replaceAll("…", "...");
    stderr.write(`${stderr.isTty ? fitted(shown) : shown}\n`);
  };
  const note = (text: string): void => {
    if (!options.quiet) alert(text);
  };
  const said = new Set<string>();
  return {
    write: (text) => stdout.write(text),
    line: (text = "") => stdout.write(`${text}\n`),
    json: (value) => stdout.write(`${JSON.stringify(value, undefined, 2)}\n`),
    jsonLine: (value) => stdout.write(`${JSON.stringify(value)}\n`),
    note,
    alert,
    detail(text) {
      if (options.verbose) alert(noteStyle("dim", text));
    },
    warn(warnings) {
      for (const warning of warnings) {
        const message = flagWords(warning.message);
        // Catalogue and config are asked more than once in a run; the user is told once.
        if (said.has(message)) continue;
        said.add(message);
        note(`${noteStyle("yellow", "warning:")} ${message}`);
      }
    },
    style: styleFor(stdout, env, options.noColor),
    noteStyle,
    terminal: stdout.isTty,
    animated: isAnimated(stderr, env) && !options.quiet,
    unicode,
    get columns() {
      return stdout.columns;
    },
    get noteColumns() {
      return stderr.columns;
    },
    verbose: options.verbose,
    quiet: options.quiet,
  };
}
