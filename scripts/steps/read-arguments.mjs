import { parseArgs } from "node:util";

/**
 * What a tool of this repository was told on its command line, as `parseArgs` answers. `--help` prints the usage and ends; what the tool does not
 * know ends it with one sentence and exit code 2, before it has done anything.
 *
 * @param {string} usage
 * @param {import("node:util").ParseArgsConfig} [config] without it, the tool takes nothing
 */
export function readArguments(usage, config = {}) {
  let read;
  try {
    read = parseArgs({ ...config, options: { ...config.options, help: { type: "boolean", short: "h" } } });
  } catch (error) {
    // What follows the first sentence is about writing "--" before it, which npm takes for itself.
    refuseArguments(error.message.split(". ")[0]);
  }
  if (read.values.help === true) {
    console.log(usage);
    process.exit(0);
  }
  return read;
}

/** Ends a tool that was told something it cannot do, in one sentence. */
export function refuseArguments(problem) {
  console.error(`${problem.replace(/\.$/, "")}; --help shows what there is.`);
  process.exit(2);
}
