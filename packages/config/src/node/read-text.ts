import { readFile, stat } from "node:fs/promises";
import { ConfigError } from "@openclaw/core";
import { systemCode } from "@openclaw/core/internal";
import { toConfigIoError } from "./io-error.js";

/** Larger than any real configuration; a bound all the same. */
export const MAX_CONFIG_BYTES = 16 * 1024 * 1024;

/**
 * A file's text; `undefined` when there is no such file.
 *
 * @throws ConfigError `config_io` when it is no regular file, larger than `maxBytes`, or cannot be read.
 */
export async function readTextFile(path: string, maxBytes: number): Promise<string | undefined> {
  try {
    const info = await stat(path);
    if (!info.isFile()) throw new ConfigError(`Cannot read ${path}: it is not a regular file.`, { code: "config_io" });
    if (info.size > maxBytes) {
      throw new ConfigError(`Cannot read ${path}: it is larger than ${maxBytes} bytes.`, { code: "config_io" });
    }
    return decode(await readFile(path));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    if (systemCode(error) === "ENOENT") return undefined;
    throw toConfigIoError(error, "read", path);
  }
}

/** UTF-8, or what Windows PowerShell writes unless it is told otherwise: UTF-16 with its mark. */
function decode(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString("hex");
  if (mark === "fffe" || mark === "feff")
    return new TextDecoder(mark === "fffe" ? "utf-16le" : "utf-16be", { ignoreBOM: true }).decode(bytes);
  return bytes.toString("utf8");
}
