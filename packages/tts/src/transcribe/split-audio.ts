import { RequestError } from "@openclaw/core";
import { concatenate } from "../audio/bytes.js";
import { type Mp3Frame, splitMp3 } from "../audio/mp3-frames.js";
import { readSideInfo } from "../audio/mp3-side-info.js";
import { mp3Data, startWithFrame } from "../audio/mp3-start.js";
import { PCM_SAMPLE_BYTES, pcmFrameBytes } from "../audio/pcm.js";
import { readWav, WAV_HEADER_BYTES, writeWav } from "../audio/wav.js";
import type { TranscriptionFormat } from "./read-audio-type.js";

/** A recording, or a part of one, that can be sent. */
export interface AudioPart {
  readonly audio: Uint8Array;
  readonly format: TranscriptionFormat;
  /** Where it begins in the whole. */
  readonly startMs: number;
}

export interface PartLimits {
  readonly maxPartBytes: number;
  readonly maxPartMs: number;
}

/** A part is cut where it is quietest in its last quarter: late enough to be worth it, with room to find a pause. */
const SEARCHED_SHARE = 0.25;
const QUIET_WINDOW_SECONDS = 0.1;
const RESERVOIR_FRAMES = 20;

/**
 * Cuts a recording into parts within the limits, in quiet places (STT-1). WAV (16-bit) and MP3 can be cut without decoding; anything else
 * goes whole.
 *
 * @throws RequestError `input_invalid` when a recording of another kind is larger than one request may be
 */
export function splitAudio(audio: Uint8Array, format: TranscriptionFormat, limits: PartLimits): readonly AudioPart[] {
  const parts = format === "wav" ? splitWav(audio, limits) : format === "mp3" ? splitFrames(audio, limits) : undefined;
  if (parts !== undefined) return parts;
  if (audio.length <= limits.maxPartBytes) return [{ audio, format, startMs: 0 }];
  throw new RequestError(`The recording has ${audio.length} bytes, and one request takes ${limits.maxPartBytes}.`, {
    code: "input_invalid",
    hint: "Convert it to mp3 or 16-bit wav: those are cut into parts by themselves.",
  });
}

function splitWav(file: Uint8Array, limits: PartLimits): readonly AudioPart[] | undefined {
  const wav = readWav(file);
  if (wav === undefined) return undefined;
  const { format, pcm } = wav;
  const size = pcmFrameBytes(format);
  const total = Math.floor(pcm.length / size);
  if (total === 0) {
    throw new RequestError("The recording holds no sound: it is a WAV header without samples.", {
      code: "input_invalid",
      hint: "Record it again; nothing was sent.",
    });
  }
  const longest = Math.max(
    1,
    Math.min(Math.floor((limits.maxPartBytes - WAV_HEADER_BYTES) / size), Math.floor((limits.maxPartMs / 1000) * format.sampleRate)),
  );
  if (total <= longest && file.length <= limits.maxPartBytes) return [{ audio: file, format: "wav", startMs: 0 }];
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const window = Math.max(1, Math.round(QUIET_WINDOW_SECONDS * format.sampleRate));
  // Every eighth sample is enough to tell a pause from speech.
  const loudness = (from: number): number => {
    let sum = 0;
    for (let at = from; at < Math.min(total, from + window); at += 8)
      sum += Math.abs(view.getInt16(at * format.channels * PCM_SAMPLE_BYTES, true));
    return sum;
  };
  const parts: AudioPart[] = [];
  for (let start = 0; start < total;) {
    const end =
      total - start <= longest
        ? total
        : quietest(start + longest, { longest, step: window, loudness: (at) => loudness(at - window) }) - Math.floor(window / 2);
    parts.push({
      audio: writeWav(pcm.subarray(start * size, end * size), format),
      format: "wav",
      startMs: (start / format.sampleRate) * 1000,
    });
    start = end;
  }
  return parts;
}

/** The quietest of the last places before `end`, the latest where several are. */
function quietest(
  end: number,
  facts: { readonly longest: number; readonly step: number; readonly loudness: (at: number) => number },
): number {
  let best = { at: end, loudness: Number.POSITIVE_INFINITY };
  const first = end - Math.floor(facts.longest * SEARCHED_SHARE);
  for (let at = end; at > first; at -= facts.step) {
    const loudness = facts.loudness(at);
    if (loudness < best.loudness) best = { at, loudness };
  }
  return best.at;
}

function splitFrames(file: Uint8Array, limits: PartLimits): readonly AudioPart[] | undefined {
  const frames = splitMp3(file).filter((frame) => frame.info === undefined);
  const [first] = frames;
  if (first === undefined) return undefined;
  const frameMs = (first.header.samples / first.header.sampleRate) * 1000;
  const longest = Math.max(1, Math.floor(limits.maxPartMs / frameMs));
  if (frames.length <= longest && file.length <= limits.maxPartBytes) return [{ audio: file, format: "mp3", startMs: 0 }];
  const parts: AudioPart[] = [];
  for (let start = 0; start < frames.length;) {
    const end = endOfPart(frames, start, { longest, maxBytes: limits.maxPartBytes });
    const reservoir = concatenate(frames.slice(Math.max(0, start - RESERVOIR_FRAMES), start).map(mp3Data));
    const part = frames.slice(start, end);
    const [head] = part;
    const opened = head === undefined ? undefined : startWithFrame(head, reservoir);
    parts.push({
      audio: concatenate(
        [...(opened === undefined ? [] : [opened]), ...part.slice(opened === undefined ? 0 : 1)].map((frame) => frame.bytes),
      ),
      format: "mp3",
      startMs: start * frameMs,
    });
    start = end;
  }
  return parts;
}

function endOfPart(frames: readonly Mp3Frame[], start: number, limits: { readonly longest: number; readonly maxBytes: number }): number {
  let end = start;
  let bytes = 0;
  // A part's first frame may grow: one frame's room is left.
  const room = limits.maxBytes - 2_000;
  while (end < frames.length && end - start < limits.longest && (end === start || bytes + (frames[end]?.bytes.length ?? 0) <= room)) {
    bytes += frames[end]?.bytes.length ?? 0;
    end += 1;
  }
  if (end === frames.length) return end;
  const loudness = (at: number): number =>
    frames
      .slice(Math.max(start, at - 2), at + 2)
      .reduce((most, frame) => Math.max(most, readSideInfo(frame.bytes, frame.header).loudest), 0);
  return Math.max(start + 1, quietest(end, { longest: end - start, step: 1, loudness }));
}
