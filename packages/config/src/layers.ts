import type { Environment } from "./environment/environment.js";
import { VARIABLE_BINDINGS } from "./environment/bindings.js";
import type { ValueOrigin } from "./origins.js";
import { withValueAt } from "./path/access.js";
import { type ConfigPath, formatPath, parsePath } from "./path/config-path.js";

/** A value given on the command line. */
export interface FlagValue {
  /** As the user typed it, for `explain` and messages: `--port`. */
  readonly flag: string;
  /** Where it goes, in the newer spelling. */
  readonly path: string | ConfigPath;
  readonly value: unknown;
}

/** A value laid over the file, with who set it. */
export interface Overlay {
  readonly path: ConfigPath;
  readonly value: unknown;
  readonly origin: Extract<ValueOrigin, { readonly kind: "flag" | "environment" }>;
}

/** What environment and flags set, weakest first (CFG-7). */
export function readOverlays(environment: Environment, flags: readonly FlagValue[]): readonly Overlay[] {
  const variables = VARIABLE_BINDINGS.flatMap(({ name, path, read }): readonly Overlay[] => {
    const text = environment.values[name];
    if (text === undefined) return [];
    return [{ path, value: read(text), origin: { kind: "environment", name, from: environment.origins[name] ?? "process" } }];
  });
  const given = flags
    .filter(({ value }) => value !== undefined)
    .map(({ flag, path, value }): Overlay => {
      return { path: typeof path === "string" ? parsePath(path) : path, value, origin: { kind: "flag", name: flag } };
    });
  return [...variables, ...given];
}

/** Lays the overlays on a document, later ones on top. */
export function applyOverlays(document: unknown, overlays: readonly Overlay[]): unknown {
  return overlays.reduce((current, { path, value }) => withValueAt(current, path, value), document);
}

/** Who set what, by formatted path. */
export function overlayOrigins(overlays: readonly Overlay[]): ReadonlyMap<string, ValueOrigin> {
  return new Map(overlays.map(({ path, origin }) => [formatPath(path), origin]));
}
