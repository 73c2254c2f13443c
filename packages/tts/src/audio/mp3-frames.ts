import { concatenate } from "./bytes.js";
import { id3Bytes, isId3v1 } from "./id3.js";
import { MP3_HEADER_BYTES, type Mp3Header, readMp3Header } from "./mp3-header.js";
import { type Mp3Info, readMp3Info } from "./mp3-info.js";

/** One frame, whole, as it was sent. */
export interface Mp3Frame {
  readonly bytes: Uint8Array;
  readonly header: Mp3Header;
  /** Present in a frame that informs about the file and holds no sound. */
  readonly info?: Mp3Info;
}

export interface Mp3Splitter {
  /** Takes bytes as the network cuts them; gives the frames that are complete. Tags and stray bytes are left out. */
  push(bytes: Uint8Array): readonly Mp3Frame[];
  /** Ends the stream: the frames that were still waiting for confirmation, and whether a frame was cut off. */
  end(): { readonly frames: readonly Mp3Frame[]; readonly cut: boolean };
}

/** Splits an MP3 stream into frames (TTS-3). Holds one frame and one tag header at most. */
export function createMp3Splitter(): Mp3Splitter {
  let held: Uint8Array = new Uint8Array();
  let skip = 0;
  let stream: Mp3Header | undefined;

  function take(final: boolean): { frames: Mp3Frame[]; cut: boolean } {
    const frames: Mp3Frame[] = [];
    let at = 0;
    let cut = false;
    while (at < held.length) {
      if (skip > 0) {
        const passed = Math.min(skip, held.length - at);
        skip -= passed;
        at += passed;
        continue;
      }
      if (final && isId3v1(held, at)) break;
      const tag = id3Bytes(held, at);
      if (tag === undefined && !final) break;
      if (tag !== undefined && tag > 0) {
        skip = tag;
        continue;
      }
      if (held.length - at < MP3_HEADER_BYTES) break;
      const header = readMp3Header(held, at);
      if (header === undefined || !belongs(header, stream)) {
        at += 1;
        continue;
      }
      const end = at + header.frameBytes;
      // Out of step, two bytes can look like a header: the next one must stand where this one says.
      if (stream === undefined && held.length >= end + MP3_HEADER_BYTES && !followed(held, end, header)) {
        at += 1;
        continue;
      }
      if (held.length < end || (stream === undefined && !final && held.length < end + MP3_HEADER_BYTES)) {
        if (final) cut = true;
        break;
      }
      stream = header;
      const bytes = held.slice(at, end);
      const info = readMp3Info(bytes, header);
      frames.push({ bytes, header, ...(info === undefined ? {} : { info }) });
      at = end;
    }
    held = final ? new Uint8Array() : held.subarray(at);
    return { frames, cut };
  }

  return {
    push(bytes) {
      held = held.length === 0 ? bytes : concatenate([held, bytes]);
      return take(false).frames;
    },
    end: () => take(true),
  };
}

/** All frames of a file that is in memory. */
export function splitMp3(file: Uint8Array): readonly Mp3Frame[] {
  const splitter = createMp3Splitter();
  return [...splitter.push(file), ...splitter.end().frames];
}

function belongs(header: Mp3Header, stream: Mp3Header | undefined): boolean {
  return stream === undefined || (header.sampleRate === stream.sampleRate && header.version === stream.version);
}

function followed(bytes: Uint8Array, offset: number, header: Mp3Header): boolean {
  const next = readMp3Header(bytes, offset);
  return next === undefined ? id3Bytes(bytes, offset) !== 0 || isId3v1(bytes, offset) : belongs(next, header);
}
