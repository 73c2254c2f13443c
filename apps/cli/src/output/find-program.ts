import { access, constants } from "node:fs/promises";
import { platform } from "node:os";
import { delimiter, join } from "node:path";

/** The path of a program that is on `PATH`; `undefined` when it is not. */
export async function findProgram(name: string, env: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  const file = platform() === "win32" ? `${name}.exe` : name;
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    if (folder === "") continue;
    const path = join(folder, file);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}
