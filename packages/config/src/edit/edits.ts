import { ConfigError } from "@openclaw/core";
import { readObject } from "@openclaw/core/internal";
import { valueAt, withoutValueAt, withValueAt } from "../path/access.js";
import { type ConfigPath, formatPath, parsePath } from "../path/config-path.js";
import { unusablePath } from "./unusable-path.js";

/** One wanted change of the file (CFG-6). Paths as in `config set`; `""` is the root, for `merge` only. */
export type ConfigEdit =
  | {
      readonly op: "set";
      readonly path: string | ConfigPath;
      readonly value: unknown;
      /** Lets a map such as `agents.defaults.models` lose entries. */
      readonly replace?: boolean;
    }
  | { readonly op: "unset"; readonly path: string | ConfigPath }
  /** Objects merge key by key, `null` removes, everything else replaces (RFC 7396). */
  | { readonly op: "merge"; readonly path: string | ConfigPath; readonly value: unknown };

/** The path of an edit in parts. */
export function editPath(edit: ConfigEdit): ConfigPath {
  if (typeof edit.path !== "string") return edit.path;
  return edit.op === "merge" && edit.path.trim() === "" ? [] : parsePath(edit.path);
}

/**
 * What the document says after the edit.
 *
 * @param prefix where the document stands in the whole configuration, when it is an included file's; the edit's path goes on from there
 * @throws ConfigError `config_invalid` for a path that leads nowhere, such as past the end of a list
 */
export function applyEdit(document: unknown, edit: ConfigEdit, prefix: ConfigPath = []): unknown {
  const path = editPath(edit);
  if (edit.op === "unset") return withoutValueAt(document, path);
  const expanded = expandChoices(document, path, prefix);
  const value = edit.op === "set" ? edit.value : mergePatch(valueAt(expanded, path), edit.value);
  const next = withValueAt(expanded, path, value);
  if (valueAt(next, path) !== value) throw unusablePath([...prefix, ...path], "there is no such place in what is there");
  return next;
}

const CHOICE = /^(?:model|.+Model|image|video|music)$/;

/** `model: "x"` becomes `{primary: "x"}` before something is set inside it, so that the model is not lost. */
function expandChoices(document: unknown, path: ConfigPath, prefix: ConfigPath): unknown {
  for (const depth of path.keys()) {
    const start = path.slice(0, depth);
    const value = valueAt(document, start);
    const place = [...prefix, ...start];
    if (typeof value === "string" && place[0] === "agents" && CHOICE.test(String(place.at(-1)))) {
      return withValueAt(document, start, { primary: value });
    }
  }
  return document;
}

function mergePatch(under: unknown, patch: unknown): unknown {
  const changes = readObject(patch);
  if (changes === undefined) return patch;
  const merged: Record<string, unknown> = { ...readObject(under) };
  for (const [key, value] of Object.entries(changes)) {
    if (key === "__proto__") continue;
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(Object.hasOwn(merged, key) ? merged[key] : undefined, value);
  }
  return merged;
}

// Maps in which a forgotten entry is a loss: `set` may not drop one unless it says `replace` (as in OpenClaw).
const PROTECTED: readonly ConfigPath[] = [
  ["agents", "defaults", "models"],
  ["agents", "entries"],
  ["auth", "profiles"],
  ["channels"],
  ["env", "vars"],
  ["models", "providers"],
  ["plugins", "entries"],
  ["secrets", "providers"],
];

/** @throws ConfigError `config_invalid` when a `set` without `replace` would drop entries of a protected map. */
export function refuseLostEntries(before: unknown, after: unknown, edit: ConfigEdit, prefix: ConfigPath = []): void {
  if (edit.op !== "set" || edit.replace === true) return;
  const wanted = [...prefix, ...editPath(edit)];
  for (const path of PROTECTED) {
    // Setting one entry, or something inside it, is what the user named.
    if (wanted.length > path.length || !wanted.every((segment, index) => segment === path[index])) continue;
    const inside = path.slice(prefix.length);
    const kept = readObject(valueAt(after, inside)) ?? {};
    const lost = Object.keys(readObject(valueAt(before, inside)) ?? {}).filter((key) => !Object.hasOwn(kept, key));
    if (lost.length === 0) continue;
    throw new ConfigError(`Setting ${formatPath(wanted)} would drop ${lost.join(", ")} from ${formatPath(path)}.`, {
      code: "config_invalid",
      hint: "Use merge to add entries, or replace to drop them on purpose.",
    });
  }
}
