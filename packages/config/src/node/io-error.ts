import { ConfigError, ToolkitError } from "@openclaw/core";

/** The system's error code, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  // This toolkit's own errors have codes, too.
  if (!(error instanceof Error) || ToolkitError.isInstance(error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the device",
  EDQUOT: "the disk quota is used up",
  EISDIR: "it is a directory",
  ENOTDIR: "a part of the path is not a directory",
  ENOENT: "it does not exist",
  ELOOP: "too many symbolic links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "the name is too long",
};

/** One clear error for a file that cannot be read or written (CFG-6). */
export function ioError(action: "read" | "write", path: string, error: unknown): ConfigError {
  const code = systemCode(error);
  const reason = (code === undefined ? undefined : REASONS[code]) ?? code ?? "an unexpected error";
  return new ConfigError(`Cannot ${action} ${path}: ${reason}.`, {
    code: "config_io",
    hint:
      action === "read"
        ? "Check the path and its permissions, or set OPENCLAW_CONFIG_PATH."
        : "Check the permissions, or point OPENCLAW_STATE_DIR to a folder that can be written.",
    cause: error,
  });
}
