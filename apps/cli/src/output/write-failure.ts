import { fileReason } from "@openclaw/core/internal";

/** What is said when the output itself cannot be written, in one line. */
export function writeFailure(error: NodeJS.ErrnoException): string {
  return `openclaw: The output could not be written: ${fileReason(error, "written") ?? error.message}.\n`;
}
