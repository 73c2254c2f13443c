import { DEFAULT_MODELS, readAliases } from "@openclaw/config";
import type { LoadedConfig } from "@openclaw/config/node";
import { type ModelRow, parseModelRef } from "@openclaw/core";
import { BUNDLED_ROWS } from "@openclaw/core/internal";

/** A model as `models list` shows it. */
export interface ListedModel {
  readonly key: string;
  readonly name: string;
  /** Absent: configured, but nobody knows it. */
  readonly row?: ModelRow;
  readonly available: boolean;
  readonly tags: readonly string[];
}

/** The models in use and the bundled ones first, then, when asked for, the rest of the catalogue by name. */
export function listModels(facts: {
  readonly loaded: LoadedConfig;
  readonly rows: readonly ModelRow[];
  readonly everything: boolean;
  readonly available: boolean;
}): readonly ListedModel[] {
  const { loaded, rows, everything, available } = facts;
  const byRef = new Map([...BUNDLED_ROWS, ...rows].map((row) => [refOf(row), row]));
  const tags = configuredTags(loaded);
  const first = [...tags.keys(), ...BUNDLED_ROWS.map(refOf)];
  const rest = everything ? rows.map(refOf).toSorted() : [];
  return [...new Set([...first, ...rest])].map((key) => {
    const row = byRef.get(key);
    return { key, name: row?.name ?? key, available, tags: tags.get(key) ?? [], ...(row === undefined ? {} : { row }) };
  });
}

function refOf({ id }: ModelRow): string {
  return parseRef(id, true) ?? id;
}

function parseRef(text: string, allowWireId = false): string | undefined {
  try {
    return parseModelRef(text, { allowWireId }).ref;
  } catch {
    // Models of other providers may stand in the config; they are not listed here.
    return undefined;
  }
}

/** ref → why it is in use, the default first. */
function configuredTags({ config }: LoadedConfig): ReadonlyMap<string, readonly string[]> {
  const { defaults } = config.agents;
  const aliases = readAliases(config);
  const found = new Map<string, string[]>();
  const add = (text: string | undefined, tag: string): void => {
    const ref = text === undefined ? undefined : parseRef(aliases[text] ?? text);
    if (ref === undefined) return;
    const known = found.get(ref) ?? [];
    if (!known.includes(tag)) found.set(ref, [...known, tag]);
  };
  add(defaults.model?.primary ?? DEFAULT_MODELS.chat, "default");
  for (const [index, ref] of (defaults.model?.fallbacks ?? []).entries()) add(ref, `fallback#${index + 1}`);
  add(defaults.imageModel?.primary, "image");
  add(defaults.mediaModels.image.primary, "image-generation");
  add(defaults.mediaModels.video.primary, "video-generation");
  add(defaults.mediaModels.music.primary, "music-generation");
  for (const ref of Object.keys(defaults.models ?? {})) add(ref, "configured");
  for (const [alias, ref] of Object.entries(aliases)) add(ref, `alias:${alias}`);
  return found;
}
