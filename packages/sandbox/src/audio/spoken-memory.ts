import { createHash } from "node:crypto";
import { readTranscripts, withoutId3 } from "../media/encode/id3.js";
import { wavData } from "../media/encode/wav.js";

/** Remembers what this sandbox has said, by the sound itself. */
export interface SpokenMemory {
  remember: (sound: Uint8Array, text: string) => void;
  /** The text of a file this sandbox has spoken; `undefined` for any other sound. */
  recall: (file: Uint8Array) => string | undefined;
}

const LIMIT = 1000;

export function createSpokenMemory(): SpokenMemory {
  const texts = new Map<string, string>();
  const keyOf = (sound: Uint8Array): string => createHash("sha256").update(sound).digest("base64");
  return {
    remember: (sound, text) => {
      texts.set(keyOf(sound), text);
      const oldest = texts.size > LIMIT ? texts.keys().next().value : undefined;
      if (oldest !== undefined) texts.delete(oldest);
    },
    recall: (file) => {
      const tagged = readTranscripts(file);
      if (tagged.length > 0) return tagged.join(" ");
      return texts.get(keyOf(wavData(withoutId3(file))));
    },
  };
}
