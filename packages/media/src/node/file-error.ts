import { ToolkitError } from "@openclaw/core";
import { describeFileProblem, type FileAction, systemCode } from "@openclaw/core/internal";

/** One clear `file_io` error for whatever the file system refused. Errors of ours and aborts pass unchanged. */
export function describeFileError(error: unknown, action: FileAction, path: string): unknown {
  const message = describeFileProblem(error, action, path);
  if (message === undefined) return error;
  const code = systemCode(error);
  const elsewhere = action === "read" ? "Check the path and its permissions." : "Choose another place.";
  const hint = code === "ENOSPC" || code === "EDQUOT" ? "Free some space, or choose another place." : elsewhere;
  return fileError(message, { cause: error, hint });
}

/** The same for the state folder: without a journal nothing is bought, and another `--output` would not help. */
export function describeStateError(error: unknown, action: FileAction, path: string): unknown {
  const message = describeFileProblem(error, action, path);
  if (message === undefined) return error;
  const hint = "What is paid for is journaled first: point OPENCLAW_STATE_DIR to a folder that can be written.";
  return fileError(message, { cause: error, ...(action === "read" ? {} : { hint }) });
}

export function fileExists(path: string): ToolkitError {
  return fileError(`${path} exists already and was left as it is.`, { hint: "Choose another name, or replace it with force." });
}

export function fileError(message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}): ToolkitError {
  return new ToolkitError(message, { code: "file_io", ...options });
}
