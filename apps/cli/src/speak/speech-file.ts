import { createMediaFile, type MediaFile } from "@openclaw/media";
import type { SaveTarget } from "@openclaw/media/node";
import { type AudioFormat, wavHeader } from "@openclaw/tts";

/** A recording as the file that it becomes: samples are a WAV file, unless a name ending in `.pcm` asks for them bare. */
export function speechFile(
  samples: { readonly bytes: Uint8Array<ArrayBuffer>; readonly format: AudioFormat; readonly headerBytes?: number },
  place: SaveTarget,
): MediaFile {
  const { bytes, format, headerBytes = 0 } = samples;
  if (format.codec === "mp3") return createMediaFile(bytes, "audio/mpeg");
  const sound = bytes.subarray(headerBytes);
  // What samples happen to look like says nothing about them.
  if (place.path?.toLowerCase().endsWith(".pcm") === true) return { bytes: sound, mediaType: "audio/pcm", extension: "pcm" };
  const header = wavHeader(format, sound.length);
  const wav = new Uint8Array(header.length + sound.length);
  wav.set(header);
  wav.set(sound, header.length);
  return createMediaFile(wav, "audio/wav");
}
