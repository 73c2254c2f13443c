import type { ModelTarget } from "@openclaw/core";
import type { SpeechInput, SpeechOptions } from "../speech/speech-request.js";
import type { SpeakableOptions } from "../text/speakable.js";

export interface SpeakOptions extends SpeechOptions, Omit<SpeechInput, "text"> {
  /** The model, or the candidates in order. */
  readonly target: ModelTarget | readonly ModelTarget[];
  /** How Markdown becomes speech, and the bound of a sentence. */
  readonly speakable?: SpeakableOptions | undefined;
  /** Sentences that are spoken ahead of the one that is heard. Default 2; one request more than this runs at a time. */
  readonly lookAhead?: number | undefined;
  /** `file`: the sound begins with a header (WAV for pcm) whose final form comes with `finish`. Default `stream`: sound and nothing else. */
  readonly container?: "stream" | "file" | undefined;
}

/** The options with the signal that ends everything. */
export type RunningOptions = SpeakOptions & { readonly signal: AbortSignal };

/** What every sentence of a recording has in common. */
export function inputOf({ voice, responseFormat, speed, provider, reference }: SpeakOptions): Omit<SpeechInput, "text"> {
  return {
    ...(voice === undefined ? {} : { voice }),
    ...(responseFormat === undefined ? {} : { responseFormat }),
    ...(speed === undefined ? {} : { speed }),
    ...(provider === undefined ? {} : { provider }),
    ...(reference === undefined ? {} : { reference }),
  };
}
