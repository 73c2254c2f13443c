import { parseModelRef, type ParseModelRefOptions, ToolkitError } from "@openclaw/core";
import { readArray, readObject, readString } from "@openclaw/core/internal";
import { valueAt } from "../path/access.js";
import { type ConfigPath, formatPath } from "../path/config-path.js";
import { DEFAULT_MODELS } from "../targets/kinds.js";
import type { PathIssue } from "./issues.js";

/** What a document's model references come to. */
export interface CheckedModelRefs {
  /** References that nothing can be sent to: neither an alias nor a model, or no model id after `openrouter/`. */
  readonly issues: readonly PathIssue[];
  /** Where the first choice is another provider's model: right for the rest of OpenClaw, of no use here. */
  readonly foreign: readonly ConfigPath[];
}

// The choices that are used here, in the spellings of both versions; the other ones belong to other parts of OpenClaw.
const CHOICES: readonly ConfigPath[] = [
  ...["model", "imageModel", "embeddingModel", "imageGenerationModel", "videoGenerationModel", "musicGenerationModel"].map((name) => [
    name,
  ]),
  ...["image", "video", "music"].map((kind) => ["mediaModels", kind]),
];

type Use = "primary" | "other";

/**
 * Reads every model reference of a document as it will be read when it is used, with the document's own aliases (CFG-6, REF-1), so
 * that a file with a model that no request could name is not written. A value is never quoted: it may be a secret in the wrong place.
 */
export function checkModelRefs(document: unknown): CheckedModelRefs {
  const agents: ConfigPath = ["agents"];
  const shared = valueAt(document, [...agents, "defaults", "models"]);
  const owners: readonly ConfigPath[] = [
    [...agents, "defaults"],
    ...Object.keys(readObject(valueAt(document, [...agents, "entries"])) ?? {}).map((id) => [...agents, "entries", id]),
    ...(readArray(valueAt(document, [...agents, "list"])) ?? []).map((_entry, index) => [...agents, "list", index]),
  ];
  const issues: PathIssue[] = [];
  const foreign: ConfigPath[] = [];
  for (const owner of owners) {
    const aliases = { ...aliasesOf(shared), ...aliasesOf(valueAt(document, [...owner, "models"])) };
    const known = [...new Set([...Object.values(aliases), ...Object.values(DEFAULT_MODELS)])];
    for (const { at, text, use } of refsOf(document, owner)) {
      const problem = problemOf(text, { aliases, known });
      if (problem === "foreign") {
        if (use === "primary") foreign.push(at);
      } else if (problem !== undefined) issues.push({ at, path: formatPath(at), message: problem });
    }
  }
  return { issues, foreign };
}

interface FoundRef {
  readonly at: ConfigPath;
  readonly text: string;
  readonly use: Use;
}

function refsOf(document: unknown, owner: ConfigPath): readonly FoundRef[] {
  const chosen = CHOICES.flatMap((choice) => {
    const at = [...owner, ...choice];
    const primaries = [at, [...at, "primary"]].flatMap((path) => textAt(document, path, "primary"));
    return [...primaries, ...fallbacksOf(document, at)];
  });
  const entries = Object.keys(readObject(valueAt(document, [...owner, "models"])) ?? {}).flatMap((key) => {
    const at = [...owner, "models", key];
    return [{ at, text: key, use: "other" } as const, ...fallbacksOf(document, at)];
  });
  return [...chosen, ...entries];
}

function fallbacksOf(document: unknown, at: ConfigPath): readonly FoundRef[] {
  const fallbacks = readArray(valueAt(document, [...at, "fallbacks"])) ?? [];
  return fallbacks.flatMap((_item, index) => textAt(document, [...at, "fallbacks", index], "other"));
}

function textAt(document: unknown, at: ConfigPath, use: Use): readonly FoundRef[] {
  const text = readString(valueAt(document, at));
  return text === undefined ? [] : [{ at, text, use }];
}

function problemOf(text: string, options: ParseModelRefOptions): string | undefined {
  // Blank is the schema's to say, a variable without a value has its own warning, and a wildcard names no one model.
  if (text.trim() === "" || text.includes("${") || text.includes("*")) return undefined;
  try {
    parseModelRef(text, options);
    return undefined;
  } catch (error) {
    if (!ToolkitError.isInstance(error)) throw error;
    const wanted = text.trim().toLowerCase();
    const meant = Object.entries(options.aliases ?? {}).find(([alias]) => alias.toLowerCase() === wanted)?.[1] ?? wanted;
    if (/^(?!openrouter\/)[a-z0-9][a-z0-9._-]*\//i.test(meant)) return "foreign";
    // Like every issue's, without a full stop: the sentence goes on around it.
    return `Neither an alias nor a model reference. ${error.hint ?? ""}`.trim().replace(/\.$/, "");
  }
}

function aliasesOf(models: unknown): Readonly<Record<string, string>> {
  const named = Object.entries(readObject(models) ?? {}).flatMap(([ref, entry]) => {
    const alias = readString(readObject(entry)?.["alias"])?.trim() ?? "";
    return alias === "" ? [] : [[alias, ref] as const];
  });
  return Object.fromEntries(named);
}
