import { readObject } from "@openclaw/core/internal";
import { DEFAULT_DOCUMENT } from "./defaults.js";
import { normalizedPath, type ValueOrigin } from "./origins.js";
import { mergeDeep, valueAt, withValueAt } from "./path/access.js";
import { type ConfigPath, formatPath, parsePath } from "./path/config-path.js";
import type { ResolvedConfig } from "./resolve-config.js";
import { redactDocument } from "./secrets/redact-document.js";
import { DEFAULT_MODELS, MODEL_PATHS, type TargetKind } from "./targets/kinds.js";

/** One effective value, who set it, and nothing secret. */
export interface ExplainedValue {
  readonly path: string;
  /** `__OPENCLAW_REDACTED__` for a secret. */
  readonly value: unknown;
  readonly origin: ValueOrigin;
}

/**
 * Every effective value with its origin: flag, environment variable, file and line, or default (CFG-7). Secrets are never shown.
 *
 * @param below only values at or under this path, such as `agents.defaults`, in the spelling of the file or in the newer one
 */
export function explainConfig(resolved: Pick<ResolvedConfig, "document" | "origins" | "moves">, below?: string): readonly ExplainedValue[] {
  const effective = withDefaultModels(mergeDeep(DEFAULT_DOCUMENT, resolved.document));
  const wanted = below === undefined ? [] : parsePath(below);
  const start = valueAt(effective, wanted) === undefined ? normalizedPath(wanted, resolved.moves) : wanted;
  const part = valueAt(effective, start);
  if (part === undefined) return [];
  return leaves(part, start).map(({ path, value }) => ({
    path: formatPath(path),
    value: redactDocument(value, path),
    origin: resolved.origins.originOf(path),
  }));
}

/** The words for an origin: `--port`, `environment OPENROUTER_BASE_URL`, `/home/me/.openclaw/openclaw.json:12`, `default`. */
export function describeOrigin(origin: ValueOrigin): string {
  switch (origin.kind) {
    case "flag":
      return origin.name;
    case "environment":
      return origin.from === "process" ? `environment ${origin.name}` : `environment ${origin.name} (${origin.from})`;
    case "file":
      return `${origin.file}:${origin.line}`;
    case "default":
      return "default";
  }
}

function withDefaultModels(document: unknown): unknown {
  let filled = document;
  for (const kind of Object.keys(DEFAULT_MODELS) as TargetKind[]) {
    const path = parsePath(MODEL_PATHS[kind]);
    // Speech has its default in the document, transcription takes a list.
    if (kind === "speech" || kind === "transcription" || kind === "vision") continue;
    const primary: ConfigPath = [...path, "primary"];
    if (valueAt(filled, primary) === undefined) filled = withValueAt(filled, primary, DEFAULT_MODELS[kind]);
  }
  return filled;
}

/** Values that are not looked into further: scalars, lists and empty objects. */
function leaves(value: unknown, path: ConfigPath): readonly { readonly path: ConfigPath; readonly value: unknown }[] {
  const entries = Object.entries(readObject(value) ?? {});
  if (entries.length === 0) return [{ path, value }];
  return entries.flatMap(([key, item]) => leaves(item, [...path, key]));
}
