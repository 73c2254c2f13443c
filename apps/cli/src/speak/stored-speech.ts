import type { JsonObject } from "@openclaw/core";
import { defined, readNumber, readObject, readString } from "@openclaw/core/internal";
import { SPEECH_FORMATS } from "@openclaw/tts";
import type { Voice } from "./read-voice.js";

/** What another process needs to go on with a speech: all that was asked for. */
export interface StoredSpeech {
  readonly text: string;
  readonly voice: Voice;
  /** The ref of the first candidate. */
  readonly model: string;
}

export function storeSpeech({ text, voice, model }: StoredSpeech): JsonObject {
  const { voice: name, responseFormat, speed, provider } = voice;
  return { text, model, voice: defined({ voice: name, responseFormat, speed, provider }) };
}

export function readStoredSpeech(stored: JsonObject): StoredSpeech {
  const voice = readObject(stored["voice"]) ?? {};
  const format = readString(voice["responseFormat"]);
  return {
    text: readString(stored["text"]) ?? "",
    model: readString(stored["model"]) ?? "",
    voice: defined({
      voice: readString(voice["voice"]),
      responseFormat: SPEECH_FORMATS.find((known) => known === format),
      speed: readNumber(voice["speed"]),
      provider: readObject(voice["provider"]) as JsonObject | undefined,
    }),
  };
}
