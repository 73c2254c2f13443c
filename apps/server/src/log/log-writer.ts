/** Writes log lines while somebody reads them: a log that broke off, such as the pipe of a collector that died, is no reason to stop serving. */
export function createLogWriter({ stdout, stderr }: Pick<NodeJS.Process, "stdout" | "stderr">): (text: string) => void {
  let lost = false;
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (!lost)
      stderr.write(
        `openclaw-server: standard output takes no more lines (${error.code ?? error.message}): the log ends here, the server goes on.\n`,
      );
    lost = true;
  });
  stderr.on("error", () => undefined);
  return (text) => {
    if (!lost) stdout.write(text);
  };
}
