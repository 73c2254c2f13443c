import { parseJson5Value } from "@openclaw/config";
import { ToolkitError } from "@openclaw/core";
import { UsageError } from "../args/usage-error.js";

/**
 * A value as it is typed on a command line: JSON5 where it is JSON5, else the text itself (as in OpenClaw). What opens like an object
 * or a list and cannot be read is a slip, not a text.
 *
 * @throws UsageError when it is not JSON5, with `strict` or where it begins with `{` or `[`. The value is not quoted: it may be a secret.
 */
export function parseSetting(text: string, strict: boolean): unknown {
  try {
    return parseJson5Value(text);
  } catch (error) {
    if (!ToolkitError.isInstance(error)) throw error;
    const opened = /^\s*[{[]/.test(text);
    if (!strict && !opened) return text;
    const hint = opened ? "Correct it, or put quotes around it as a text." : "Put quotes around a text, or leave --strict-json out.";
    throw new UsageError(`The value is not JSON5 (${error.message}).`, hint);
  }
}
