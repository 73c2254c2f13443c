import { appendFile, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseJson, redact } from "@openclaw/core/internal";
import { makeFolder } from "@openclaw/core/internal/node";
import { writeFileAtomic } from "@openclaw/core/node";

const KEPT = 1000;
const MAX_LENGTH = 8000;

export interface History {
  /** The newest first. */
  readonly entries: readonly string[];
  add(text: string): Promise<void>;
}

/** What was entered before, one JSON text a line, readable by its owner only. What looks like a key is never written. */
export async function openHistory(stateDir: string): Promise<History> {
  const path = join(stateDir, "chat-history.jsonl");
  const text = await readFile(path, "utf8").catch(() => "");
  const all = text.split("\n").flatMap((line) => {
    const entry = parseJson(line);
    return typeof entry === "string" ? [entry] : [];
  });
  if (all.length > KEPT * 2) {
    const kept = all.slice(-KEPT).map((entry) => `${JSON.stringify(entry)}\n`);
    await writeFileAtomic(path, kept.join(""), { force: true, mode: 0o600, folderMode: 0o700 });
  }
  let last = all.at(-1);
  return {
    entries: [...new Set(all.slice(-KEPT).toReversed())],
    async add(entry) {
      if (entry === last || entry.length > MAX_LENGTH || entry.startsWith(" ") || redact(entry) !== entry) return;
      last = entry;
      await makeFolder(dirname(path), 0o700);
      await appendFile(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    },
  };
}
