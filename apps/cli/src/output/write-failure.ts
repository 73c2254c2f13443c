const PROBLEMS: Readonly<Record<string, string>> = { ENOSPC: "the disk is full", EBADF: "it is closed", EIO: "its device failed" };

/** What is said when the output itself cannot be written, in one line. */
export function writeFailure({ code, message }: NodeJS.ErrnoException): string {
  return `openclaw: The output could not be written: ${PROBLEMS[code ?? ""] ?? message}.\n`;
}
