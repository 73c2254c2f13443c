import { readFile } from "node:fs/promises";
import { ConfigError } from "@openclaw/core";

// What stands in a text for each byte that could not be read.
const REPLACEMENT = "\uFFFD";

/**
 * Refuses to write anew a file whose text is not all that its bytes say: a comment in Latin-1 would be destroyed, and so would its backup (CFG-6).
 *
 * @throws ConfigError `config_invalid`
 */
export async function refuseLossy(path: string, text: string): Promise<void> {
  if (!text.includes(REPLACEMENT) || (await readFile(path)).equals(Buffer.from(text))) return;
  throw new ConfigError(`${path} holds characters that are not UTF-8, which a change would destroy. Nothing was written.`, {
    code: "config_invalid",
    hint: "Save it as UTF-8 with an editor first.",
  });
}
