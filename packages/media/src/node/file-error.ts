import { ToolkitError } from "@openclaw/core";

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is larger than this system allows",
  EROFS: "the file system is read-only",
  EACCES: "permission was denied",
  EPERM: "permission was denied",
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  EISDIR: "it is a folder",
  EEXIST: "it exists already",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many files are open",
  EIO: "the disk failed",
};

/** One clear message for whatever the file system refused; the code stays `file_io`. Errors of ours and aborts pass unchanged. */
export function describeFileError(error: unknown, action: string, path: string): unknown {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (ToolkitError.isInstance(error) || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  return fileError(`${path} could not be ${action}: ${REASONS[code] ?? "the file system refused"} (${code}).`, {
    cause: error,
    hint:
      code === "ENOSPC" || code === "EDQUOT"
        ? "Free some space, or choose another place with --output."
        : "Choose another place with --output.",
  });
}

export function fileExists(path: string): ToolkitError {
  return fileError(`${path} exists already and was left as it is.`, { hint: "Choose another name, or replace it with --force." });
}

export function fileError(message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}): ToolkitError {
  return new ToolkitError(message, { code: "file_io", ...options });
}
