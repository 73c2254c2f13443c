import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseJson } from "../json.js";
import { type CatalogStore, readStoredCatalog } from "../openrouter/stored-catalog.js";
import { writeFileAtomic } from "./write-file-atomic.js";

/**
 * Keeps one JSON file per endpoint under `directory`, which is made when it is first written to. A write is whole or not at all, also when
 * several processes write at once: the last one wins.
 */
export function createFileCatalogStore(directory: string): CatalogStore {
  return {
    async read(baseUrl) {
      const text = await readFile(fileOf(directory, baseUrl), "utf8").catch(() => undefined);
      return text === undefined ? undefined : readStoredCatalog(parseJson(text), baseUrl);
    },
    async write(catalog) {
      const file = fileOf(directory, catalog.baseUrl);
      await writeFileAtomic(file, JSON.stringify(catalog), { force: true, mode: 0o600, folderMode: 0o700 });
    },
  };
}

/** `https://openrouter.ai/api/v1` → `models-openrouter.ai-api-v1.json` */
function fileOf(directory: string, baseUrl: string): string {
  const name = baseUrl
    .replace(/^https:\/\//, "")
    .replace(/[^a-zA-Z0-9.]+/g, "-")
    .slice(0, 120);
  return join(directory, `models-${name}.json`);
}
