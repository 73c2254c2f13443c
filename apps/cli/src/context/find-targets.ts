import type { ResolvedTargets, TargetKind } from "@openclaw/config";
import type { TargetRequest } from "../context.js";
import { findRows } from "../models/find-rows.js";
import { withSuggestions } from "../models/listed-refs.js";
import type { Configuration } from "./configuration.js";
import type { Connections } from "./connections.js";
import type { Keys } from "./keys.js";
import { type Parts, timed } from "./parts.js";

/** The candidates of a request: configuration, keys and catalogue rows together. Warnings are said here. */
export async function findTargets(
  parts: Parts,
  { configuration, keys, connections }: { readonly configuration: Configuration; readonly keys: Keys; readonly connections: Connections },
  { kind, request }: { readonly kind: TargetKind; readonly request: TargetRequest },
): Promise<ResolvedTargets> {
  const { out, timings } = parts;
  const { resolveTargets } = await import("@openclaw/config");
  const [loaded, config] = await Promise.all([configuration.load(), configuration.activated()]);
  const dryRun = request.dryRun === true;
  const options = {
    config,
    kind,
    credentials: await keys.forKind(kind, { dryRun }),
    ...(request.model === undefined ? {} : { model: request.model }),
    ...(request.fallbacks === undefined ? {} : { fallbacks: request.fallbacks }),
    ...(request.overrides === undefined ? {} : { overrides: request.overrides }),
  };
  const catalog = await (dryRun ? connections.quickCatalog() : connections.catalog());
  const draft = await withSuggestions((known) => resolveTargets({ ...options, known }), catalog);
  const { rows, warnings } = await timed(parts, "catalogue", () => findRows(draft, { catalog, loaded }));
  out.warn(warnings);
  const resolved = resolveTargets({ ...options, rows: (wireId) => rows.get(wireId) });
  out.warn(resolved.warnings);
  timings?.prepare();
  return { ...resolved, warnings: [...warnings, ...resolved.warnings] };
}
