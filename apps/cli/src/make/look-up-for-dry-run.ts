import type { Transport, Warning } from "@openclaw/core";
import { createMediaCatalog, type MediaCatalog, type MediaLookup } from "@openclaw/media";
import type { Context } from "../context.js";
import { DRY_RUN_LOOKUP_MS, NO_KEY } from "../context/dry-run.js";

/** What a model can do, as the real run looks it up: with free GETs, quickly, and without a key where none was found (CLI-5). */
export async function lookUpForDryRun<Row>(
  context: Context,
  find: (catalog: MediaCatalog) => Promise<MediaLookup<Row>>,
): Promise<{ readonly row: Row | undefined; readonly warnings: readonly Warning[] }> {
  const transport = await context.transport();
  const keyless: Transport = async ({ headers: { Authorization: key, ...headers }, ...request }) =>
    transport({ ...request, headers: key === undefined || key.endsWith(NO_KEY) ? headers : { ...headers, Authorization: key } });
  const { row, warning } = await find(createMediaCatalog({ transport: keyless, lookupMs: DRY_RUN_LOOKUP_MS }));
  return { row, warnings: warning === undefined ? [] : [warning] };
}
