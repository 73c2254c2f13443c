import { realpath } from "node:fs/promises";
import { delimiter, dirname, resolve } from "node:path";
import { ConfigError } from "@openclaw/core";
import { systemCode } from "@openclaw/core/internal";
import type { Variables } from "../../environment/environment.js";
import type { ReadInclude } from "../../include/resolve-includes.js";
import { toConfigIoError } from "../io-error.js";
import { isInside } from "../is-inside.js";
import { expandHome } from "./paths.js";
import { readTextFile } from "../read-text.js";

const MAX_INCLUDE_BYTES = 2 * 1024 * 1024;

export interface IncludeReaderOptions {
  /** Told every name of a file before it is read: as it was written, and where links lead. */
  readonly onFile?: ((path: string) => void) | undefined;
}

/**
 * Reads included files from disk: inside the folder of the top-level file, or one of `OPENCLAW_INCLUDE_ROOTS`, after symbolic links
 * are followed (as in OpenClaw).
 */
export async function createIncludeReader(
  configPath: string,
  env: Variables,
  homeDir: string,
  { onFile }: IncludeReaderOptions = {},
): Promise<ReadInclude> {
  const configured = (env["OPENCLAW_INCLUDE_ROOTS"] ?? "").split(delimiter).filter((root) => root.trim() !== "");
  const named = [dirname(configPath), ...configured.map((root) => resolve(expandHome(root.trim(), homeDir)))];
  const roots = await Promise.all(named.map(async (root) => (await canonical(root)) ?? root));

  return async (path, includedFrom) => {
    const wanted = resolve(dirname(includedFrom), expandHome(path, homeDir));
    onFile?.(wanted);
    const file = await canonical(wanted);
    if (file !== undefined) onFile?.(file);
    if (file === undefined) throw refused(`The included file ${wanted} does not exist.`, includedFrom);
    if (!roots.some((root) => isInside(root, file))) {
      throw refused(`The included file ${wanted} lies outside ${roots[0] ?? "the configuration's folder"}.`, includedFrom);
    }
    const text = await readTextFile(file, MAX_INCLUDE_BYTES);
    if (text === undefined) throw refused(`The included file ${wanted} does not exist.`, includedFrom);
    return { file, text };
  };
}

async function canonical(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw toConfigIoError(error, "read", path);
  }
}

function refused(message: string, includedFrom: string): ConfigError {
  return new ConfigError(message, {
    code: "config_invalid",
    hint: `Correct the $include in ${includedFrom}; further folders can be allowed with OPENCLAW_INCLUDE_ROOTS.`,
    issues: [{ path: "$include", message }],
  });
}
