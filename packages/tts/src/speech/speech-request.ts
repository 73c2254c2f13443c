import type {
  AttemptRecord,
  Circuits,
  FailoverPolicy,
  JsonObject,
  ModelTarget,
  RequestPlan,
  SendOptions,
  Warning,
  Overrides,
} from "@openclaw/core";
import type { AudioFormat, SpeechFormat } from "../audio/audio-format.js";

/** The model and voice that speak when none is named (TTS-1). */
export const DEFAULT_SPEECH_MODEL = "openrouter/hexgrad/kokoro-82m";
/** Of the default model; see `SpeechInput.voice`. */
export const DEFAULT_VOICE = "af_alloy";
/** Plays everywhere, and can be joined. */
export const DEFAULT_SPEECH_FORMAT: SpeechFormat = "mp3";
/** `tts.maxTextLength`: characters that one request may speak (as in OpenClaw). */
export const DEFAULT_MAX_TEXT_LENGTH = 4096;
/** `tts.timeoutMs`: until the first sound, and between sounds. */
export const DEFAULT_SPEECH_TIMEOUT_MS = 30_000;

/** A recording whose voice is to be copied; only endpoints that support voice cloning take one. */
export interface VoiceReference {
  /** Base64 or a data URI, at most 20 MiB. */
  readonly data: string;
  readonly format?: string | undefined;
  /** What is said in the recording. */
  readonly transcript?: string | undefined;
}

/** What is to be spoken, and how. */
export interface SpeechInput {
  /** At most `maxTextLength` characters. */
  readonly text: string;
  /** Default `af_alloy`, or the model's first listed voice where the catalogue does not list that one. */
  readonly voice?: string | undefined;
  /** Default `mp3`. Always sent, because the API's own default is `pcm`. */
  readonly responseFormat?: SpeechFormat | undefined;
  /** 1 is normal; models that cannot ignore it. */
  readonly speed?: number | undefined;
  /** OpenRouter's `provider` object, snake_case as documented, such as `{ options: { openai: { instructions: "…" } } }`. */
  readonly provider?: JsonObject | undefined;
  /** A recording whose voice is to be copied. */
  readonly reference?: VoiceReference | undefined;
}

export interface SpeechRequest extends SpeechInput {
  /** The model, or the candidates in order (FAIL-1). */
  readonly target: ModelTarget | readonly ModelTarget[];
}

/** Whole replies, kept by what was asked for: so that sound which was paid for once is not bought again. */
export interface SpeechKeeper {
  /** The sound of an earlier request that was the same; `undefined`: it is asked for. */
  find(plan: RequestPlan): Promise<KeptSound | undefined>;
  /** The sound came whole. Waited for before it ends; a rejection ends it with that error. */
  keep(plan: RequestPlan, sound: KeptSound): Promise<void>;
}

/** A reply's sound, as it came. */
export interface KeptSound {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The reply's own `Content-Type`: samples say there how fast they are. */
  readonly mediaType: string;
  readonly generationId?: string | undefined;
}

export interface SpeechOptions extends SendOptions {
  /** Over `DEFAULT_FAILOVER`, key by key. */
  readonly failover?: Overrides<FailoverPolicy> | undefined;
  /** Shared by all requests of a process; without it, candidates are not remembered between requests. */
  readonly circuits?: Circuits | undefined;
  /** For retry jitter; tests fix it. */
  readonly random?: (() => number) | undefined;
  /** Limit until the first sound and between sounds, each. Default 30 000; 0 switches it off. */
  readonly timeoutMs?: number | undefined;
  /** Longest text. Default 4096 characters. */
  readonly maxTextLength?: number | undefined;
  /** Largest reply. Default: what the text could fill if it were spoken very slowly, and never over 256 MiB. */
  readonly maxBytes?: number | undefined;
  /** Where whole replies are kept, and found instead of being asked for. */
  readonly keeper?: SpeechKeeper | undefined;
  /** Ask for `pcm` when the model refuses `mp3`, and say so in the warnings. Default true. */
  readonly acceptOtherFormat?: boolean | undefined;
}

/** A spoken reply whose first sound has arrived. */
export interface Speech {
  /** The bytes as they are sent; what is not read is not taken from the network. Can be read once. Ends with an error when it is cut. */
  readonly audio: AsyncIterable<Uint8Array>;
  readonly format: AudioFormat;
  /** Of the bytes as they come, such as `audio/mpeg`: what a route answers as its `content-type`. */
  readonly mediaType: string;
  /** The candidate that speaks. */
  readonly target: ModelTarget;
  readonly plan: RequestPlan;
  readonly generationId: string | undefined;
  readonly attempts: readonly AttemptRecord[];
  readonly warnings: readonly Warning[];
  /** From sending to the first sound. */
  readonly firstAudioMs: number;
  /** Reads the rest into one piece. */
  readonly collect: () => Promise<SpeechFile>;
  /** Lets go of the connection when the rest is not wanted. */
  readonly cancel: () => Promise<void>;
}

export interface SpeechFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly format: AudioFormat;
  readonly mediaType: string;
  readonly durationMs: number;
}
