import type { AudioFormat } from "./audio-format.js";
import type { AudioJoiner } from "./audio-joiner.js";
import { createMp3Joiner } from "./mp3-joiner.js";
import { createPcmJoiner } from "./pcm-joiner.js";

/** The joiner of a format. */
export function createAudioJoiner(format: AudioFormat): AudioJoiner {
  return format.codec === "mp3" ? createMp3Joiner(format) : createPcmJoiner(format);
}
