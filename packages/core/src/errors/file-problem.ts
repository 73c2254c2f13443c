import { ToolkitError } from "./toolkit-error.js";

/** What was tried with a file or folder, as the message says it. */
export type FileAction = "read" | "written" | "made" | "opened";

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is larger than this system allows",
  EROFS: "the file system is read-only",
  EACCES: "permission was denied",
  EPERM: "permission was denied",
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  EISDIR: "it is a folder, not a file",
  EEXIST: "it exists already",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "too many symbolic links",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EBUSY: "another program uses it",
  ETXTBSY: "another program uses it",
  EBADF: "it is closed",
  EPIPE: "its reader has gone",
  EIO: "the disk failed",
};

/** The system's code of an error, such as `ENOENT`; `undefined` for this toolkit's own errors, whose codes are others. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || ToolkitError.isInstance(error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined;
}

/** Why the system refused, in words, with its code; `undefined` when it is no error of the system. */
export function fileReason(error: unknown, action: FileAction): string | undefined {
  const code = systemCode(error);
  if (code === undefined) return undefined;
  // Folders are made on the way: what is missing then is a place that takes any.
  const reason = code === "ENOENT" && action !== "read" && action !== "opened" ? "no folder can be made there" : REASONS[code];
  return `${reason ?? "the system refused"} (${code})`;
}

/**
 * One sentence for whatever the system refused: `/data/a.png could not be written: the disk is full (ENOSPC).` The only place that puts system
 * codes into words. `undefined` when it is no error of the system.
 */
export function describeFileProblem(error: unknown, action: FileAction, path: string): string | undefined {
  const reason = fileReason(error, action);
  return reason === undefined ? undefined : `${path} could not be ${action}: ${reason}.`;
}

/** The same as a `file_io` error; errors of this toolkit and aborts pass unchanged. */
export function toFileError(error: unknown, action: FileAction, path: string, hint = defaultHint(action)): unknown {
  const message = describeFileProblem(error, action, path);
  return message === undefined ? error : new ToolkitError(message, { code: "file_io", hint, cause: error });
}

function defaultHint(action: FileAction): string {
  return action === "read" || action === "opened"
    ? "Check the path and its permissions."
    : "Check the folder's permissions and free space.";
}
