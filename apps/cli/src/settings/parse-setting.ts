import { parseJson5Value } from "@openclaw/config";
import { ToolkitError } from "@openclaw/core";
import { UsageError } from "../args/usage-error.js";

/**
 * A value as it is typed on a command line: JSON5 where it is JSON5, else the text itself (openclaw.md §3.5).
 *
 * @throws UsageError with `strict` when it is not JSON5
 */
export function parseSetting(text: string, strict: boolean): unknown {
  try {
    return parseJson5Value(text);
  } catch (error) {
    if (!ToolkitError.isInstance(error)) throw error;
    if (!strict) return text;
    throw new UsageError(`The value ${JSON.stringify(text)} is not JSON5.`, "Put quotes around a text, or leave --strict-json out.");
  }
}
