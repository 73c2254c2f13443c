import { ToolkitError } from "./toolkit-error.js";

/** What was thrown, as an error: some runtimes and callers throw other things. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new ToolkitError(String(error), { code: "internal", cause: error });
}
