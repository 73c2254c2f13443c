import { RequestError } from "@openclaw/core";

/** A command line that cannot be meant as it stands: exit code 2, nothing read, written or sent (CLI-3). */
export class UsageError extends RequestError {
  constructor(message: string, hint?: string) {
    super(message, { code: "input_invalid", ...(hint === undefined ? {} : { hint }) });
  }
}
