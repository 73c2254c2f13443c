import { ConfigError, readObject } from "@openclaw/core";
import { valueAt, withoutValueAt, withValueAt } from "../path/access.js";
import { type ConfigPath, formatPath, parsePath } from "../path/config-path.js";

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

/** What the document says after the edit. */
export function applyEdit(document: unknown, edit: ConfigEdit): unknown {
  const path = editPath(edit);
  switch (edit.op) {
    case "set":
      return withValueAt(expandChoices(document, path), path, edit.value);
    case "unset":
      return withoutValueAt(document, path);
    case "merge": {
      const expanded = expandChoices(document, path);
      return withValueAt(expanded, path, mergePatch(valueAt(expanded, path), edit.value));
    }
  }
}

const CHOICE = /^(?:model|.+Model|image|video|music)$/;

/** `model: "x"` becomes `{primary: "x"}` before something is set inside it, so that the model is not lost. */
function expandChoices(document: unknown, path: ConfigPath): unknown {
  for (const depth of path.keys()) {
    const start = path.slice(0, depth);
    const value = valueAt(document, start);
    if (typeof value === "string" && start[0] === "agents" && CHOICE.test(String(start.at(-1)))) {
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

// Maps in which a forgotten entry is a loss: `set` may not drop one unless it says `replace` (openclaw.md §3.5).
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
export function refuseLostEntries(before: unknown, after: unknown, edit: ConfigEdit): void {
  if (edit.op !== "set" || edit.replace === true) return;
  const wanted = editPath(edit);
  for (const path of PROTECTED) {
    // Setting one entry, or something inside it, is what the user named.
    if (wanted.length > path.length || !wanted.every((segment, index) => segment === path[index])) continue;
    const kept = readObject(valueAt(after, path)) ?? {};
    const lost = Object.keys(readObject(valueAt(before, path)) ?? {}).filter((key) => !Object.hasOwn(kept, key));
    if (lost.length === 0) continue;
    throw new ConfigError(`Setting ${formatPath(wanted)} would drop ${lost.join(", ")} from ${formatPath(path)}.`, {
      code: "config_invalid",
      hint: "Use merge to add entries, or replace to drop them on purpose.",
    });
  }
}
