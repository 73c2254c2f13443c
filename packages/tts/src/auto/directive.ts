import type { Warning } from "@openclaw/core";

/** What an answer may decide about its own voice (`tts.modelOverrides`, as in OpenClaw). Absent: as the defaults say. */
export interface DirectivePolicy {
  /** Default true; when false, directives are text. */
  readonly enabled?: boolean | undefined;
  /** `provider=`; default false. */
  readonly allowProvider?: boolean | undefined;
  /** `[[tts:text]]`; default true. */
  readonly allowText?: boolean | undefined;
  readonly allowVoice?: boolean | undefined;
  readonly allowModelId?: boolean | undefined;
}

/** What an answer did decide. */
export interface DirectiveOverrides {
  readonly provider?: string;
  readonly voice?: string;
  readonly model?: string;
}

/** `[[tts]]`, `[[/tts]]`, `[[tts:text]]`, `[[/tts:text]]` or `[[tts:key=value …]]`. */
export type Directive =
  | { readonly kind: "tag" | "tag-end" | "text" | "text-end" }
  | { readonly kind: "settings"; readonly settings: string };

/** The longest that is taken for a directive. */
const LONGEST_DIRECTIVE = 512;

const VOICE_KEYS: ReadonlySet<string> = new Set(["voice", "voice_id", "voiceid", "openrouter_voice", "openroutervoice", "speakervoice"]);
const MODEL_KEYS: ReadonlySet<string> = new Set(["model", "model_id", "modelid", "openrouter_model", "openroutermodel"]);

/** Reads a whole directive, brackets and all; `undefined` when it is text. */
export function readDirective(text: string): Directive | undefined {
  const [, end, body] = /^\[\[(\/?)tts(?::([^\]\n]*))?\]\]$/i.exec(text) ?? [];
  if (end === undefined) return undefined;
  const settings = body?.trim();
  if (settings === undefined) return { kind: end === "" ? "tag" : "tag-end" };
  if (settings.toLowerCase() === "text") return { kind: end === "" ? "text" : "text-end" };
  return end === "" ? { kind: "settings", settings } : { kind: "tag-end" };
}

/** True while the text can still become a directive. */
export function mayBecomeDirective(text: string): boolean {
  if (text.length > LONGEST_DIRECTIVE) return false;
  const start = text.toLowerCase();
  return ["[[tts", "[[/tts"].some((head) =>
    start.length <= head.length
      ? head.startsWith(start)
      : start.startsWith(head) && /^(?:\]?$|:[^\]\n]*\]?$)/.test(start.slice(head.length)),
  );
}

/** Reads `key=value key2="value 2"`; what is unknown or not allowed is left out, with a warning (TTS-2). */
export function readSettings(
  settings: string,
  policy: DirectivePolicy,
): { readonly overrides: DirectiveOverrides; readonly warnings: readonly Warning[] } {
  const overrides: { -readonly [Key in keyof DirectiveOverrides]: DirectiveOverrides[Key] } = {};
  const warnings: Warning[] = [];
  const ignore = (key: string, why: string): void =>
    void warnings.push({ code: "tts_directive_ignored", message: `The speech directive "${key}" was ignored: ${why}.` });
  for (const [, key = "", quoted, plain] of settings.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|(\S+))/g)) {
    const name = key.toLowerCase();
    const value = quoted ?? plain ?? "";
    const allowed =
      name === "provider"
        ? policy.allowProvider === true
        : VOICE_KEYS.has(name)
          ? policy.allowVoice !== false
          : policy.allowModelId !== false;
    if (name !== "provider" && !VOICE_KEYS.has(name) && !MODEL_KEYS.has(name)) ignore(key, "it is not known");
    else if (!allowed) ignore(key, "tts.modelOverrides does not allow it");
    else if (name === "provider") overrides.provider = value.toLowerCase();
    else if (VOICE_KEYS.has(name)) overrides.voice = value;
    else overrides.model = value;
  }
  return { overrides, warnings };
}
