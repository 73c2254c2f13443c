import type { AudioFormat } from "./audio-format.js";
import type { AudioJoiner } from "./audio-joiner.js";
import { concatenate } from "./bytes.js";
import { createMp3Splitter, type Mp3Frame } from "./mp3-frames.js";
import { writeMp3Info } from "./mp3-info-frame.js";
import type { Mp3Info } from "./mp3-info.js";
import { readSideInfo } from "./mp3-side-info.js";
import { mp3Data, startWithFrame } from "./mp3-start.js";

/** What a decoder adds in front of every recording, on top of what the encoder says. */
const DECODER_DELAY = 529;
/** The usual encoder's delay, where the file does not say. */
const ENCODER_DELAY = 576;
/** Below this (-50 dB, and the estimate is high) a frame is as good as silent. */
const QUIET = 0.003;
/** An encoder fills up its last frame; where the file does not say how far, the middle is assumed, in frames. */
const ASSUMED_PADDING_FRAMES = 0.6;
/** Frames that wait at the end, because they may turn out to be padding. */
const HELD_FRAMES = 3;
/** No frame reaches further back for its data. */
const RESERVOIR_BYTES = 511;

interface Part {
  splitter: ReturnType<typeof createMp3Splitter>;
  info: Mp3Info | undefined;
  /** Frames at the start that may still be dropped, and were not yet given out. */
  lead: Mp3Frame[];
  leadDone: boolean;
  /** Frames of this part that were taken, dropped ones included. */
  taken: number;
  passOver: number;
  reservoir: Uint8Array;
}

/**
 * Joins MP3 recordings frame by frame, without decoding them (TTS-3). Tags and information frames are left out. Every encoder puts silence
 * around a recording (about 46 ms before it, up to a frame behind it); at a join whole frames of it are dropped, as far as they are quiet.
 * What the first frame that stays needs of the dropped ones is moved into it.
 */
export function createMp3Joiner(format: AudioFormat): AudioJoiner {
  let part: Part | undefined;
  let held: Mp3Frame[] = [];
  let paddingSamples: number | undefined;
  let first = true;
  let frames = 0;
  let partStart = 0;
  let frameSamples = 0;
  let sample: Mp3Frame | undefined;

  function give(ready: readonly Mp3Frame[]): Uint8Array {
    return concatenate(ready.map((frame) => frame.bytes));
  }

  /** Adds frames behind the others; the last few wait. */
  function append(more: readonly Mp3Frame[]): Uint8Array {
    frames += more.length;
    held.push(...more);
    return give(held.splice(0, Math.max(0, held.length - HELD_FRAMES)));
  }

  /** Takes quiet frames off the end of what waits. */
  function dropHeld(count: number): void {
    for (let dropped = 0; dropped < count; dropped += 1) {
      const last = held.at(-1);
      if (last === undefined || !isQuiet(last)) return;
      held.pop();
      frames -= 1;
    }
  }

  function takeFrames(current: Part, incoming: readonly Mp3Frame[]): Uint8Array {
    const out: Uint8Array[] = [];
    for (const frame of incoming) {
      sample ??= frame;
      frameSamples = frame.header.samples;
      if (frame.info !== undefined) {
        current.info = frame.info;
        continue;
      }
      if (current.passOver > 0) {
        current.passOver -= 1;
        keepData(current, frame);
        // What follows begins in the middle: it needs the data of what was passed over.
        if (current.passOver === 0) current.leadDone = false;
        continue;
      }
      current.taken += 1;
      if (current.leadDone) {
        out.push(append([frame]));
        continue;
      }
      current.lead.push(frame);
      if (current.lead.length > leadFrames(current)) out.push(append(settleLead(current)));
    }
    return concatenate(out);
  }

  function delayOf(current: Part): number {
    return (current.info?.delaySamples ?? ENCODER_DELAY) + DECODER_DELAY;
  }

  /** How many frames at the start are the encoder's and decoder's delay; none where nothing stands before them. */
  function leadFrames(current: Part): number {
    return first || current.taken > current.lead.length ? 0 : Math.round(delayOf(current) / frameSamples);
  }

  /**
   * Drops what is quiet at the join, rounded over both its sides, and makes the next frame one that can stand behind another recording.
   */
  function settleLead(current: Part): readonly Mp3Frame[] {
    const { lead } = current;
    const wanted = leadFrames(current);
    if (wanted > 0) {
      const padding = paddingSamples ?? ASSUMED_PADDING_FRAMES * frameSamples;
      dropHeld(Math.round((padding + delayOf(current)) / frameSamples) - wanted);
    }
    if (current.taken === lead.length) partStart = frames;
    current.lead = [];
    current.leadDone = true;
    const loud = lead.slice(0, wanted).findIndex((frame) => !isQuiet(frame));
    for (let dropped = loud < 0 ? Math.min(wanted, lead.length - 1) : loud; dropped >= 0; dropped -= 1) {
      const reservoir = concatenate([current.reservoir, ...lead.slice(0, dropped).map(mp3Data)]);
      const start = lead[dropped];
      const opened = start === undefined ? undefined : startWithFrame(start, reservoir);
      if (opened !== undefined) return [opened, ...lead.slice(dropped + 1)];
    }
    return lead;
  }

  return {
    begin() {
      part = newPart(0);
      first = frames === 0;
      partStart = frames;
    },
    again() {
      // Frames that wait at the start were not given out: they come once more.
      if (part !== undefined) part = newPart(part.taken - part.lead.length);
    },
    push(bytes) {
      return part === undefined ? new Uint8Array() : takeFrames(part, part.splitter.push(bytes));
    },
    endPart() {
      if (part === undefined) return new Uint8Array();
      const current = part;
      const rest = takeFrames(current, current.splitter.end().frames);
      const lead = current.lead.length > 0 ? append(settleLead(current)) : new Uint8Array();
      const padding = current.info?.paddingSamples;
      // A stream's tag is written before its padding is known, and says 0.
      paddingSamples = padding === undefined || padding < DECODER_DELAY ? undefined : padding - DECODER_DELAY;
      part = undefined;
      return concatenate([rest, lead]);
    },
    end() {
      const rest = give(held);
      held = [];
      return rest;
    },
    durationMs: () => (frames * frameSamples * 1000) / format.sampleRate,
    partStartMs: () => (partStart * frameSamples * 1000) / format.sampleRate,
    header: (lengthBytes) =>
      sample === undefined ? new Uint8Array() : writeMp3Info(sample, lengthBytes === undefined ? undefined : { frames, lengthBytes }),
  };
}

function newPart(passOver: number): Part {
  return {
    splitter: createMp3Splitter(),
    info: undefined,
    lead: [],
    leadDone: false,
    taken: passOver,
    passOver,
    reservoir: new Uint8Array(),
  };
}

function keepData(part: Part, frame: Mp3Frame): void {
  part.reservoir = concatenate([part.reservoir, mp3Data(frame)]).slice(-RESERVOIR_BYTES);
}

function isQuiet(frame: Mp3Frame): boolean {
  return readSideInfo(frame.bytes, frame.header).loudest < QUIET;
}
