// The public names of @openclaw/tts. A line added here is public API; tests/architecture.test.ts pins the list.
export { type AudioFormat, parseSpeechFormat, SPEECH_FORMATS, type SpeechFormat, speechMediaType } from "./audio/audio-format.js";
export { DEFAULT_PCM, pcmDurationMs, type PcmFormat } from "./audio/pcm.js";
export { readWav, wavHeader, writeWav } from "./audio/wav.js";
export type { FailedSentence, SpeakEvent, SpeechFinish, SpokenSentence } from "./live/speak-events.js";
export type { SpeakOptions } from "./live/speak-options.js";
export { speakStream } from "./live/speak-stream.js";
export { shapeSpeech, type ShapeSpeechOptions } from "./speech/shape-speech.js";
export {
  DEFAULT_SPEECH_FORMAT,
  DEFAULT_SPEECH_MODEL,
  DEFAULT_VOICE,
  type Speech,
  type SpeechFile,
  type SpeechInput,
  type SpeechOptions,
  type SpeechRequest,
  type VoiceReference,
} from "./speech/speech-request.js";
export { type SentenceOptions, splitSentences } from "./text/sentence-reader.js";
export type { SpeakablePolicy } from "./text/speakable-policy.js";
export {
  createSpeakableReader,
  hasWords,
  type SpeakableOptions,
  type SpeakableReader,
  toSpeakableSentences,
  toSpeakableText,
} from "./text/speakable.js";
export { synthesize } from "./speech/synthesize.js";
