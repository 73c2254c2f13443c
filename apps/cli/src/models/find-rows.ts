import type { ResolvedTargets } from "@openclaw/config";
import type { LoadedConfig } from "@openclaw/config/node";
import { type Catalog, type ModelRef, type ModelRow, RequestError, resolveEndpoint, type Warning } from "@openclaw/core";

/**
 * The catalogue rows of all candidates; a configured row (`models.providers.openrouter.models`) makes any model known. A model that is not
 * listed is sent all the same, with a warning, because the server knows best; only what is surely a mistake is refused (`isMistake`).
 */
export async function findRows(
  { targets }: ResolvedTargets,
  { catalog, loaded }: { readonly catalog: Catalog; readonly loaded: LoadedConfig },
): Promise<{ readonly rows: ReadonlyMap<string, ModelRow>; readonly warnings: readonly Warning[] }> {
  const { baseUrl, models: configuredModels = [] } = loaded.config.models.providers.openrouter;
  const configured = new Set(configuredModels.map(({ id }) => id));
  const models = [...new Map(targets.map(({ model }) => [model.wireId, model])).values()];
  const rows = new Map<string, ModelRow>();
  const warnings = await Promise.all(
    models.map(async (model) => {
      const { row, warning } = await catalog.find(model);
      if (row !== undefined) rows.set(model.wireId, row);
      if (warning === undefined || configured.has(model.wireId) || configured.has(model.ref)) return [];
      const alone = models.length === 1 && resolveEndpoint(baseUrl).verified;
      if (alone && warning.code === "model_not_in_catalog" && (await isMistake(model, warning, catalog))) {
        throw unknownModel(model.ref, warning.message);
      }
      return [warning];
    }),
  );
  return { rows, warnings: warnings.flat() };
}

/** Asked only of a model without fallbacks on OpenRouter itself: one with a listed name near it, or of an author who has no listed model. */
async function isMistake({ wireId }: ModelRef, { message }: Warning, catalog: Catalog): Promise<boolean> {
  const [author = ""] = wireId.split("/", 1);
  if (author === "sandbox") return false;
  if (message.includes("Did you mean")) return true;
  const { rows } = await catalog.all({ network: "never" });
  return !rows.some(({ id }) => id.startsWith(`${author}/`));
}

function unknownModel(ref: string, message: string): RequestError {
  const meant = /Did you mean ("[^?]*")\?/.exec(message)?.[1];
  const suggestion = meant === undefined ? "" : `Did you mean ${meant}? `;
  return new RequestError(`The model ${ref} is not in the catalogue.`, {
    code: "model_unknown",
    hint: `${suggestion}See all with: openclaw models list --all. To ask it all the same, name another to fall back to with --fallback, or list it under models.providers.openrouter.models.`,
  });
}
