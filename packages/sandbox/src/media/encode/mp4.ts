import type { Canvas } from "../paint/canvas.js";
import { zeroMp4Times } from "./mp4-times.js";

/** Largest kilobits a second at which a landscape still looks clean is far below this quality step; lower is finer. */
const QUANTIZATION = 30;
const FASTEST = 10;

export interface ClipRequest {
  width: number;
  height: number;
  framesPerSecond: number;
  frames: number;
  paint: (time: number) => Canvas;
  /** Called between frames; lets other work in, and ends the clip by throwing. */
  breathe: () => Promise<void>;
}

/** Encodes a clip as H.264 in MP4. Width and height must be even. Byte-identical for the same frames. */
export async function encodeMp4(request: ClipRequest): Promise<Uint8Array> {
  const { default: h264 } = await import("h264-mp4-encoder");
  const encoder = await h264.createH264MP4Encoder();
  try {
    encoder.width = request.width;
    encoder.height = request.height;
    encoder.frameRate = request.framesPerSecond;
    encoder.speed = FASTEST;
    encoder.quantizationParameter = QUANTIZATION;
    encoder.initialize();
    for (let frame = 0; frame < request.frames; frame += 1) {
      encoder.addFrameRgba(request.paint(frame / request.framesPerSecond).pixels);
      await request.breathe();
    }
    encoder.finalize();
    const file = encoder.FS.readFile(encoder.outputFilename).slice();
    encoder.FS.unlink(encoder.outputFilename);
    return zeroMp4Times(file);
  } finally {
    encoder.delete();
  }
}
