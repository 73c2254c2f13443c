// The public names of @openclaw/tts. A line added here is public API; tests/architecture.test.ts pins the list.
export { type AudioFormat, parseSpeechFormat, SPEECH_FORMATS, type SpeechFormat, speechMediaType } from "./audio/audio-format.js";
export { DEFAULT_PCM, type PcmFormat } from "./audio/pcm.js";
export { readWav, wavHeader, writeWav } from "./audio/wav.js";
export type { DirectiveOverrides, DirectivePolicy } from "./auto/directive.js";
export {
  type CleanPiece,
  createDirectiveReader,
  type DirectiveReader,
  type FoundDirectives,
  readDirectives,
} from "./auto/directive-reader.js";
export { planSpeech, type SpeechContext, type SpeechPlan, type SpeechSkipReason } from "./auto/plan-speech.js";
export {
  readSpeechPreferences,
  resolveSpeechSettings,
  type SpeechAuto,
  type SpeechPreferences,
  type SpeechSettings,
  writeSpeechPreferences,
} from "./auto/speech-settings.js";
export { type Summarizer, summarizeSpeech, type SummaryRequest } from "./auto/summarize-speech.js";
export type { FailedSentence, SpeakEvent, SpeechFinish, SpokenSentence } from "./live/speak-events.js";
export type { SpeakOptions } from "./live/speak-options.js";
export { speakStream } from "./live/speak-stream.js";
export { shapeSpeech, type ShapeSpeechOptions } from "./speech/shape-speech.js";
export { describeSpeechFailure, readSpeechAttempts, type SpeechAttempt, type SpeechReasonCode } from "./speech/speech-attempts.js";
export {
  DEFAULT_SPEECH_FORMAT,
  DEFAULT_SPEECH_MODEL,
  DEFAULT_VOICE,
  type KeptSound,
  type Speech,
  type SpeechFile,
  type SpeechInput,
  type SpeechKeeper,
  type SpeechOptions,
  type SpeechRequest,
  type VoiceReference,
} from "./speech/speech-request.js";
export { synthesize } from "./speech/synthesize.js";
export { type SentenceOptions, splitSentences } from "./text/sentence-reader.js";
export type { SpeakablePolicy } from "./text/speakable-policy.js";
export {
  createSpeakableReader,
  type SpeakableOptions,
  type SpeakableReader,
  toSpeakableSentences,
  toSpeakableText,
} from "./text/speakable.js";
export { readAudioType, TRANSCRIPTION_FORMATS, type TranscriptionFormat } from "./transcribe/read-audio-type.js";
export { shapeTranscription } from "./transcribe/shape-transcription.js";
export { transcribe } from "./transcribe/transcribe.js";
export {
  DEFAULT_TRANSCRIPTION_MODEL,
  type Transcript,
  type TranscriptionInput,
  type TranscriptionOptions,
  type TranscriptionRequest,
  type TranscriptionUsage,
  type TranscriptSegment,
} from "./transcribe/transcription.js";
export { listVoices, type Voice } from "./voices/list-voices.js";
export { type AppliedPersona, applyPersona, type PersonaBinding, readPersonas, type SpeechPersona } from "./voices/persona.js";
