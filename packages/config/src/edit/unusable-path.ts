import { ConfigError } from "@openclaw/core";
import { type ConfigPath, formatPath } from "../path/config-path.js";

/** Nothing can be set at this path: it leads through something that is no object or list, or past the end of a list. */
export function unusablePath(path: ConfigPath, reason: string): ConfigError {
  return new ConfigError(`Cannot set ${formatPath(path)}: ${reason}.`, {
    code: "config_invalid",
    hint: "See what the file holds there, and correct the path.",
    issues: [{ path: formatPath(path), message: reason }],
  });
}
