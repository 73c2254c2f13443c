import { fileNameProblem } from "@openclaw/core/node";
import { fileError } from "./file-error.js";

/**
 * Accepts a plain file name and nothing else: no folder, no way up, nothing hidden or reserved (IMG-3). For names that a model or a
 * server chose.
 *
 * @throws ToolkitError `file_io`
 */
export function checkFileName(name: string): string {
  const problem = fileNameProblem(name) ?? (name.startsWith(".") ? "is hidden" : undefined);
  if (problem === undefined) return name;
  throw fileError(`The file name ${JSON.stringify(name.slice(0, 80))} ${problem}.`, { hint: "Give a plain name such as picture.png." });
}
