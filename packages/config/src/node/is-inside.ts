import path from "node:path";

/** True for a path below a folder, as the system compares them: on Windows `c:/tools` holds `C:\Tools\key.exe`. Both are absolute. */
export function isInside(folder: string, file: string, style: Pick<path.PlatformPath, "relative" | "isAbsolute" | "sep"> = path): boolean {
  const way = style.relative(folder, file);
  return way !== "" && way !== ".." && !way.startsWith(`..${style.sep}`) && !style.isAbsolute(way);
}
