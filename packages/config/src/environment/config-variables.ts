import { readObject } from "@openclaw/core/internal";
import type { Variables } from "./environment.js";

const RESERVED: ReadonlySet<string> = new Set(["vars", "shellEnv"]);

/**
 * The variables of a document's `env` block, in both spellings: flat and under `vars`, which wins (CFG-2, CFG-3). Their values are
 * taken literally.
 */
export function configVariables(document: unknown): Variables {
  const env = readObject(readObject(document)?.["env"]);
  const flat = Object.entries(env ?? {}).filter(([name]) => !RESERVED.has(name));
  const nested = Object.entries(readObject(env?.["vars"]) ?? {});
  const named = [...flat, ...nested].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(named);
}
