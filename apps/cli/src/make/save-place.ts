import { resolve } from "node:path";
import type { SaveTarget } from "@openclaw/media/node";
import { UsageError } from "../args/usage-error.js";
import { userPath } from "../args/user-path.js";
import type { Context } from "../context.js";
import { OUTPUT_FOLDER } from "./make-flags.js";

/** `--output -`: the content goes to stdout. The file is kept in the output folder all the same: it was paid for. */
export const TO_STDOUT = "-";

export interface PlaceFlags {
  readonly output?: string;
  readonly force?: boolean;
  readonly count?: number;
  readonly "stream-json"?: boolean;
}

/**
 * Where a made file goes: the path that was given, a free name in the folder that was given with a slash behind it, else one in the output folder.
 *
 * @throws UsageError for `--output -` where stdout cannot take one file's bytes
 */
export function savePlace({ io, out, json }: Context, flags: PlaceFlags): SaveTarget {
  const force = flags.force === true ? { force: true } : {};
  const { output, count = 1 } = flags;
  if (output === TO_STDOUT) {
    const taken = json || flags["stream-json"] === true ? "is taken by JSON" : count > 1 ? "takes one file" : undefined;
    const reason = taken ?? (out.terminal ? "is a terminal" : undefined);
    if (reason !== undefined) throw new UsageError(`--output - writes to stdout, which ${reason}.`, "Name a file.");
  }
  if (output === undefined || output === TO_STDOUT) return { folder: resolve(io.cwd, OUTPUT_FOLDER), ...force };
  if (/[/\\]$/.test(output)) return { folder: userPath(output, io), ...force };
  return { path: userPath(output, io), ...force };
}
