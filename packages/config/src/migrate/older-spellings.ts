import { readArray, readObject, readString } from "@openclaw/core/internal";
import { valueAt } from "../path/access.js";
import type { ConfigPath } from "../path/config-path.js";

/** A key that is spelled as older versions do, and what it is called now (as in OpenClaw). */
export interface OlderSpelling {
  readonly from: ConfigPath;
  readonly to: ConfigPath;
  /** A value that is written otherwise at its new place. */
  readonly becomes?: unknown;
  /** `agents.list`: the names of its entries, in their order. */
  readonly keys?: readonly string[];
}

const DEFAULTS: ConfigPath = ["agents", "defaults"];
const VOICE: ConfigPath = ["providers", "openrouter"];

/** What of a document is spelled in the older way, as a newer OpenClaw would have it rewritten; the outermost first. */
export function olderSpellings(document: unknown): readonly OlderSpelling[] {
  return [
    ...Object.keys(readObject(valueAt(document, ["env"])) ?? {})
      .filter((name) => name !== "vars" && name !== "shellEnv" && !name.startsWith("$"))
      .map((name): OlderSpelling => ({ from: ["env", name], to: ["env", "vars", name] })),
    ...present(document, { from: ["messages", "tts"], to: ["tts"] }),
    ...["image", "video", "music"].flatMap((kind) =>
      present(document, { from: [...DEFAULTS, `${kind}GenerationModel`], to: [...DEFAULTS, "mediaModels", kind] }),
    ),
    ...agentList(document),
    ...speechRoots(document).flatMap((root) => speech(document, root)),
  ];
}

function present(document: unknown, spelling: OlderSpelling): readonly OlderSpelling[] {
  return valueAt(document, spelling.from) === undefined ? [] : [spelling];
}

/** Only a list whose entries all have a name of their own becomes a map. */
function agentList(document: unknown): readonly OlderSpelling[] {
  const from = ["agents", "list"];
  const list = readArray(valueAt(document, from));
  if (list === undefined) return [];
  const keys = list.map((entry) => readString(readObject(entry)?.["id"]) ?? "");
  if (keys.includes("") || new Set(keys).size < keys.length) return [];
  return [{ from, to: ["agents", "entries"], keys }];
}

function speechRoots(document: unknown): readonly ConfigPath[] {
  const list = readArray(valueAt(document, ["agents", "list"])) ?? [];
  const entries = Object.keys(readObject(valueAt(document, ["agents", "entries"])) ?? {});
  return [
    ["messages", "tts"],
    ["tts"],
    ...list.map((_entry, index): ConfigPath => ["agents", "list", index, "tts"]),
    ...entries.map((id): ConfigPath => ["agents", "entries", id, "tts"]),
  ];
}

function speech(document: unknown, root: ConfigPath): readonly OlderSpelling[] {
  const voice = [...root, ...VOICE];
  const enabled = valueAt(document, [...root, "enabled"]);
  return [
    ...(typeof enabled === "boolean" ? [{ from: [...root, "enabled"], to: [...root, "auto"], becomes: enabled ? "always" : "off" }] : []),
    ...["voice", "voiceId"].flatMap((name) => present(document, { from: [...voice, name], to: [...voice, "speakerVoice"] })),
    ...present(document, { from: [...voice, "modelId"], to: [...voice, "model"] }),
  ];
}
