import { ConfigError } from "@openclaw/core";
import { describeFileProblem } from "@openclaw/core/internal";

/** One clear error for a file that the system would not read or write (CFG-6); every other error passes unchanged. */
export function toConfigIoError(error: unknown, action: "read" | "written", path: string): unknown {
  const message = describeFileProblem(error, action, path);
  if (message === undefined) return error;
  return new ConfigError(message, {
    code: "config_io",
    hint:
      action === "read"
        ? "Check the path and its permissions, or set OPENCLAW_CONFIG_PATH."
        : "Check the permissions, or point OPENCLAW_STATE_DIR to a folder that can be written.",
    cause: error,
  });
}
