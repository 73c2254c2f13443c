import { sep } from "node:path";

/** A path as people write it: below the home folder with `~`. */
export function shownPath(path: string, homeDir: string): string {
  return path.startsWith(homeDir + sep) ? `~${path.slice(homeDir.length)}` : path;
}
