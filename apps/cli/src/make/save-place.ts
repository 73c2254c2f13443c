import { resolve } from "node:path";
import { userPath } from "../args/user-path.js";
import type { SaveTarget } from "@openclaw/media/node";
import type { Context } from "../context.js";
import { OUTPUT_FOLDER } from "./make-flags.js";

/** Where a made file goes: the path that was given, else a free name in the output folder. */
export function savePlace({ io }: Context, flags: { readonly output?: string; readonly force?: boolean }): SaveTarget {
  const force = flags.force === true ? { force: true } : {};
  if (flags.output === undefined) return { folder: resolve(io.cwd, OUTPUT_FOLDER), ...force };
  return { path: userPath(flags.output, io), ...force };
}
