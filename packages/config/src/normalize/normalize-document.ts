import { readArray, readObject, readString } from "@openclaw/core/internal";
import { valueAt, withoutValueAt, withValueAt } from "../path/access.js";
import type { ConfigPath } from "../path/config-path.js";
import { type Draft, expandChoice, moveValue, namesAt } from "./move.js";

const DEFAULTS: ConfigPath = ["agents", "defaults"];
const CHOICES = ["model", "imageModel", "pdfModel", "utilityModel", "decisionModel", "embeddingModel"];
const MEDIA = ["image", "video", "music"];
const VOICE: ConfigPath = ["providers", "openrouter"];

/**
 * Brings a checked document into the one internal shape: the newer spellings, and `{primary}` for a bare model (CFG-3). The
 * only place that knows of two spellings.
 */
export function normalizeDocument(document: unknown): Draft {
  let draft: Draft = { document: document ?? {}, moves: [] };
  draft = normalizeEnv(draft);
  draft = moveValue(draft, ["messages", "tts"], ["tts"]);
  draft = normalizeTts(draft, ["tts"]);
  for (const kind of MEDIA) draft = moveValue(choiceBeforeMove(draft, kind), [...DEFAULTS, `${kind}GenerationModel`], mediaPath(kind));
  for (const kind of MEDIA) draft = expandChoice(draft, mediaPath(kind));
  for (const name of CHOICES) draft = expandChoice(draft, [...DEFAULTS, name]);
  draft = normalizeAgents(draft);
  return draft;
}

function mediaPath(kind: string): ConfigPath {
  return [...DEFAULTS, "mediaModels", kind];
}

/** Both spellings may be given, one as a bare string: they are brought to one form before they are merged. */
function choiceBeforeMove(draft: Draft, kind: string): Draft {
  return expandChoice(expandChoice(draft, [...DEFAULTS, `${kind}GenerationModel`]), mediaPath(kind));
}

function normalizeEnv(draft: Draft): Draft {
  return namesAt(draft, ["env"])
    .filter((name) => name !== "vars" && name !== "shellEnv")
    .reduce((current, name) => moveValue(current, ["env", name], ["env", "vars", name]), draft);
}

function normalizeTts(start: Draft, root: ConfigPath): Draft {
  const voice = [...root, ...VOICE];
  let draft = start;
  for (const name of ["voice", "voiceId"]) draft = moveValue(draft, [...voice, name], [...voice, "speakerVoice"]);
  draft = moveValue(draft, [...voice, "speakerVoice"], [...voice, "voice"]);
  draft = moveValue(draft, [...voice, "modelId"], [...voice, "model"]);
  const format = readString(valueAt(draft.document, [...voice, "responseFormat"]));
  if (format !== undefined) draft = replace(draft, [...voice, "responseFormat"], format.toLowerCase());
  const enabled = valueAt(draft.document, [...root, "enabled"]);
  if (typeof enabled !== "boolean") return draft;
  draft = replace(draft, [...root, "enabled"], enabled ? "always" : "off");
  return moveValue(draft, [...root, "enabled"], [...root, "auto"]);
}

function replace(draft: Draft, path: ConfigPath, value: unknown): Draft {
  return { ...draft, document: withValueAt(draft.document, path, value) };
}

/** `agents.list[]` becomes `agents.entries.<id>`; each entry is normalised like the defaults. */
function normalizeAgents(start: Draft): Draft {
  let draft = start;
  const list = readArray(valueAt(draft.document, ["agents", "list"])) ?? [];
  for (const [position, entry] of list.entries()) {
    const id = readString(readObject(entry)?.["id"]);
    if (id === undefined) continue;
    draft = moveCopy(draft, ["agents", "list", position], ["agents", "entries", id]);
  }
  draft = { ...draft, document: withoutValueAt(draft.document, ["agents", "list"]) };
  for (const id of namesAt(draft, ["agents", "entries"])) {
    const entry: ConfigPath = ["agents", "entries", id];
    draft = normalizeTts(expandChoice(draft, [...entry, "model"]), [...entry, "tts"]);
  }
  return draft;
}

function moveCopy(draft: Draft, from: ConfigPath, to: ConfigPath): Draft {
  const existing = readObject(valueAt(draft.document, to)) ?? {};
  const moved = readObject(valueAt(draft.document, from)) ?? {};
  return { document: withValueAt(draft.document, to, { ...moved, ...existing }), moves: [...draft.moves, { from, to }] };
}
