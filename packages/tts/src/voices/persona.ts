import type { JsonObject, JsonValue } from "@openclaw/core";
import { readNumber, readObject, readString } from "@openclaw/core/internal";
import { SPEECH_FORMATS } from "../audio/audio-format.js";
import type { SpeechInput } from "../speech/speech-request.js";

/** A way to speak that has a name (`tts.personas.<id>`). */
export interface SpeechPersona {
  readonly id: string;
  readonly label?: string;
  readonly description?: string;
  readonly provider?: string;
  /** Settings by provider; `openrouter` is the one that is used here. */
  readonly providers: Readonly<Record<string, JsonObject>>;
}

/** Whether a persona had a say (as in OpenClaw). */
export type PersonaBinding = "applied" | "missing" | "none";

export interface AppliedPersona {
  readonly binding: PersonaBinding;
  readonly model?: string;
  readonly input: Partial<Omit<SpeechInput, "text">>;
}

/** Reads `tts.personas` leniently. */
export function readPersonas(value: JsonObject | undefined): readonly SpeechPersona[] {
  return Object.entries(value ?? {}).flatMap(([id, entry]) => {
    const persona = readObject(entry);
    if (persona === undefined) return [];
    const label = readString(persona["label"]);
    const description = readString(persona["description"]);
    const provider = readString(persona["provider"]);
    const providers = Object.entries(readObject(persona["providers"]) ?? {}).flatMap(([name, settings]) =>
      readObject(settings) === undefined ? [] : [[name, settings as JsonObject] as const],
    );
    return [
      {
        id,
        ...(label === undefined ? {} : { label }),
        ...(description === undefined ? {} : { description }),
        ...(provider === undefined ? {} : { provider }),
        providers: Object.fromEntries(providers),
      },
    ];
  });
}

/** What a persona says about OpenRouter's voice; `missing` when it has no part for it, or is not there. */
export function applyPersona(personas: readonly SpeechPersona[], id: string | undefined): AppliedPersona {
  if (id === undefined || id === "" || id === "off") return { binding: "none", input: {} };
  const settings = personas.find((persona) => persona.id.toLowerCase() === id.toLowerCase())?.providers["openrouter"];
  if (settings === undefined) return { binding: "missing", input: {} };
  const model = readString(settings["model"]) ?? readString(settings["modelId"]);
  const voice = readString(settings["voice"]) ?? readString(settings["voiceId"]) ?? readString(settings["speakerVoice"]);
  const speed = readNumber(settings["speed"]);
  const responseFormat = SPEECH_FORMATS.find((format) => format === settings["responseFormat"]);
  const provider = readObject(settings["provider"]) as { readonly [key: string]: JsonValue | undefined } | undefined;
  return {
    binding: "applied",
    ...(model === undefined ? {} : { model }),
    input: {
      ...(voice === undefined ? {} : { voice }),
      ...(speed === undefined ? {} : { speed }),
      ...(responseFormat === undefined ? {} : { responseFormat }),
      ...(provider === undefined ? {} : { provider }),
    },
  };
}
