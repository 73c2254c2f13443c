import { resolve } from "node:path";
import type { SaveTarget } from "../save-target.js";
import type { JobOutput } from "./rows.js";

/** Where a job's files go, as it is journaled: absolute, because another process may start elsewhere. */
export function storedOutput({ path, folder, name, force }: SaveTarget): JobOutput {
  return {
    ...(path === undefined ? { folder: resolve(folder ?? ".") } : { path: resolve(path) }),
    ...(name === undefined ? {} : { name }),
    ...(force === true ? { force } : {}),
  };
}
