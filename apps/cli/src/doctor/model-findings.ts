import { parseModelRef, ToolkitError } from "@openclaw/core";
import type { Context } from "../context.js";
import type { Finding } from "./finding.js";

/**
 * The chosen chat models that the catalogue does not list. Which model is meant, and what it may cost, is for a person to say, so none is
 * replaced. Without a catalogue of today nothing is said: it may be the catalogue that is old.
 */
export async function modelFindings(context: Context): Promise<readonly Finding[]> {
  const { config } = await context.config();
  const catalog = await context.catalog().catch(() => undefined);
  if (catalog === undefined) return [];
  const { warnings } = await catalog.all({ network: "when-stale" });
  if (warnings.length > 0) return [];
  const { model, imageModel, models = {} } = config.agents.defaults;
  const { models: rows = [] } = config.models.providers.openrouter;
  const own = new Set(rows.map(({ id }) => id));
  const aliases = Object.fromEntries(Object.entries(models).flatMap(([ref, { alias }]) => (alias === undefined ? [] : [[alias, ref]])));
  const chosen = [
    ["agents.defaults.model.primary", model?.primary],
    ...(model?.fallbacks ?? []).map((ref, index) => [`agents.defaults.model.fallbacks[${index}]`, ref] as const),
    ["agents.defaults.imageModel.primary", imageModel?.primary],
    ...Object.entries(config.agents.entries).map(([id, entry]) => [`agents.entries.${id}.model.primary`, entry.model?.primary] as const),
  ] as const;
  const found = await Promise.all(
    chosen.map(async ([path, text]): Promise<readonly Finding[]> => {
      const ref = text === undefined ? undefined : readRef(text, aliases);
      if (ref === undefined || own.has(ref.wireId) || own.has(ref.ref)) return [];
      const { warning } = await catalog.find(ref);
      if (warning?.code !== "model_not_in_catalog") return [];
      const fixHint = "Choose another with: openclaw models set, openclaw models fallbacks, or openclaw config set.";
      return [{ checkId: "models.known", severity: "warning", message: `${path}: ${warning.message}`, fixHint }];
    }),
  );
  return found.flat();
}

/** Another provider's models are not looked at. */
function readRef(text: string, aliases: Readonly<Record<string, string>>): ReturnType<typeof parseModelRef> | undefined {
  try {
    return parseModelRef(text, { aliases });
  } catch (error) {
    if (ToolkitError.isInstance(error)) return undefined;
    throw error;
  }
}
