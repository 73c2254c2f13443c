import type { ModelRow } from "@openclaw/core";
import { BUNDLED_ROWS } from "@openclaw/core/internal";

/** A voice of a speech model. */
export interface Voice {
  /** What `voice` takes. */
  readonly id: string;
  /** The model's ref. */
  readonly model: string;
  readonly modelName: string;
  /** BCP 47 tag, where the voice's name says it. */
  readonly language?: string;
  readonly gender?: "female" | "male";
}

// Kokoro's voices are named for language and gender: af_alloy, bm_george, zf_xiaobei.
const LANGUAGES: Readonly<Record<string, string>> = {
  a: "en-US",
  b: "en-GB",
  e: "es",
  f: "fr",
  h: "hi",
  i: "it",
  j: "ja",
  p: "pt-BR",
  z: "zh",
};

/** The voices of all speech models among the catalogue's rows, by model and name. */
export function listVoices(rows: readonly ModelRow[] = BUNDLED_ROWS): readonly Voice[] {
  return rows
    .filter((row) => row.outputModalities.includes("speech") || row.voices !== undefined)
    .flatMap((row) => (row.voices ?? []).map((id) => ({ id, model: `openrouter/${row.id}`, modelName: row.name, ...readVoiceName(id) })))
    .sort((a, b) => (a.model === b.model ? compare(a.id, b.id) : compare(a.model, b.model)));
}

function readVoiceName(id: string): Pick<Voice, "language" | "gender"> {
  const [, language = "", gender] = /^([abefhijpz])([fm])_[a-z]+$/.exec(id) ?? [];
  const tag = LANGUAGES[language];
  return tag === undefined ? {} : { language: tag, gender: gender === "f" ? "female" : "male" };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
