import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "./usage-error.js";

export interface PathFacts {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * A path as it was typed, absolute: from the current folder, below the home folder with `~` (which a shell leaves alone behind a `=`, and cmd.exe
 * everywhere), or of a `file:` URL.
 *
 * @throws UsageError for a `file:` URL of another machine
 */
export function userPath(text: string, { cwd, env }: PathFacts, style: Pick<path.PlatformPath, "resolve" | "join" | "sep"> = path): string {
  if (/^file:/i.test(text)) {
    try {
      return fileURLToPath(text, { windows: style.sep === "\\" });
    } catch {
      throw new UsageError(`${text.slice(0, 100)} is not a file URL of this machine.`, "Write the path itself.");
    }
  }
  if (text !== "~" && !/^~[/\\]/.test(text)) return style.resolve(cwd, text);
  const home = env["HOME"] ?? env["USERPROFILE"] ?? homedir();
  return style.resolve(cwd, style.join(home, text.slice(2)));
}
