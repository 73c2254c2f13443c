import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { ConfigError } from "@openclaw/core";
import { fileReason, parseJson, readString, systemCode } from "@openclaw/core/internal";
import type { FileSecretProvider } from "../../secrets/secret-types.js";
import { resolvePointer } from "../../secrets/json-pointer.js";
import { expandHome } from "../load/paths.js";

const TIMEOUT_MS = 5000;
const MAX_BYTES = 1024 * 1024;

/**
 * Reads a secret from a file: one value of a JSON file by pointer, or the whole file (as in OpenClaw). The file must be private:
 * regular, owned by this user, readable by nobody else, neither a symbolic nor a second hard link.
 *
 * @throws ConfigError `config_io` or `config_invalid`; the content is never part of a message.
 */
export async function readSecretFile(provider: FileSecretProvider, id: string, homeDir: string): Promise<string> {
  const path = expandHome(provider.path, homeDir);
  if (!isAbsolute(path)) throw refused(path, "its path is not absolute");
  const text = await readPrivate(path, provider);
  if (provider.mode === "singleValue") {
    if (id !== "value") throw refused(path, 'it holds a single value, so the id must be "value"');
    return text.replace(/\r?\n$/, "");
  }
  const document = parseJson(text);
  if (document === undefined) throw refused(path, "it is not JSON");
  const value = readString(resolvePointer(document, id));
  if (value === undefined) throw refused(path, `it has no text at ${id}`);
  return value;
}

async function readPrivate(path: string, provider: FileSecretProvider): Promise<string> {
  // O_NOFOLLOW is missing on Windows, where links need rights that others do not have.
  const noFollow = provider.allowInsecurePath === true ? 0 : ((constants as Partial<typeof constants>).O_NOFOLLOW ?? 0);
  let file;
  try {
    file = await open(path, constants.O_RDONLY | noFollow);
  } catch (error) {
    if (systemCode(error) === "ELOOP") throw refused(path, "it is a symbolic link");
    throw refused(path, systemCode(error) === "ENOENT" ? "it does not exist" : (fileReason(error, "read") ?? "it cannot be opened"));
  }
  try {
    const info = await file.stat();
    if (!info.isFile()) throw refused(path, "it is not a regular file");
    if (provider.allowInsecurePath !== true) {
      if (info.nlink > 1) throw refused(path, "it has more than one hard link");
      const user = process.getuid?.();
      if (user !== undefined && info.uid !== user) throw refused(path, "it belongs to another user");
      if (user !== undefined && (info.mode & 0o077) !== 0) throw refused(path, "others can read it; run: chmod 600");
    }
    const maxBytes = provider.maxBytes ?? MAX_BYTES;
    if (info.size > maxBytes) throw refused(path, `it is larger than ${maxBytes} bytes`);
    const timeoutMs = provider.timeoutMs ?? TIMEOUT_MS;
    return await file.readFile({ encoding: "utf8", ...(timeoutMs > 0 ? { signal: AbortSignal.timeout(timeoutMs) } : {}) });
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw refused(path, "it could not be read in time");
  } finally {
    await file.close();
  }
}

function refused(path: string, reason: string): ConfigError {
  return new ConfigError(`The secret file ${path} is not used: ${reason}.`, {
    code: "config_invalid",
    hint: "Correct the file, or secrets.providers in the configuration.",
  });
}
