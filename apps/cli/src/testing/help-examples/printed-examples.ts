import { COMMANDS } from "../../commands/index.js";
import { runCli } from "../run-cli.js";

export interface PrintedExample {
  /** Of the command whose help it stands in; empty for the program's own. */
  readonly command: string;
  /** As it is printed, to be typed into a shell. */
  readonly line: string;
}

/** Every line of an example, read out of what `--help` prints. */
export async function printedExamples(): Promise<readonly PrintedExample[]> {
  const commands = [[], ...COMMANDS.map(({ path }) => path)];
  const lists = await Promise.all(
    commands.map(async (path) => {
      const { stdout } = await runCli([...path, "--help"], { columns: 400 });
      const lines = stdout.split("\n").filter((line) => line.startsWith("  openclaw "));
      return lines.map((line) => ({ command: path.join(" "), line: line.trim() }));
    }),
  );
  return lists.flat();
}
