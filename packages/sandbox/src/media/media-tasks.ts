import { setImmediate } from "node:timers/promises";
import { encodeMp4 } from "./encode/mp4.js";
import { createMp3Writer } from "./encode/mp3.js";
import { decodePng, encodePng } from "./encode/png.js";
import { toPcm16 } from "./encode/wav.js";
import { playTune, TUNE_RATE } from "./music/tune.js";
import { resizeCanvas } from "./paint/canvas.js";
import { STAMP } from "./paint/caption.js";
import { createLandscape } from "./paint/landscape.js";
import { speakWithFlite } from "./voice/flite.js";
import { resampleTo24k } from "./voice/resample.js";
import { splitSentences } from "./voice/split-sentences.js";
import { fliteVoiceFor } from "./voice/voice-map.js";

/** One piece of heavy work. Everything in it can cross a thread border. */
export type MediaTask =
  | { kind: "image"; prompt: string; seed: number; width: number; height: number; backdrop?: Uint8Array }
  | {
      kind: "video";
      prompt: string;
      seed: number;
      width: number;
      height: number;
      seconds: number;
      framesPerSecond: number;
      backdrop?: Uint8Array;
    }
  | { kind: "speech"; text: string; voice: string; speed: number; format: "mp3" | "pcm" }
  | { kind: "tune"; prompt: string; seed: number; seconds: number; format: "mp3" | "pcm" };

export type ChunkListener = (chunk: Uint8Array) => void;

/** Longest side that is painted pixel by pixel; larger pictures are enlarged from it. */
const PAINTED_SIDE = 1536;

/** Does one task and hands over its bytes, in pieces as they are ready. */
export async function runMediaTask(task: MediaTask, emit: ChunkListener): Promise<void> {
  switch (task.kind) {
    case "image":
      return emit(paintImage(task));
    case "video":
      return emit(await afterOthers(() => renderVideo(task)));
    case "speech":
      return speak(task, emit);
    case "tune":
      return writeSound(playTune(task.prompt, task.seed, task.seconds), task.format, emit);
  }
}

function paintImage(task: Extract<MediaTask, { kind: "image" }>): Uint8Array {
  const shrink = Math.min(1, PAINTED_SIDE / Math.max(task.width, task.height));
  const painted = createLandscape({
    ...landscapeOf(task),
    width: Math.max(1, Math.round(task.width * shrink)),
    height: Math.max(1, Math.round(task.height * shrink)),
  })(0);
  const canvas = shrink < 1 ? resizeCanvas(painted, task.width, task.height) : painted;
  return encodePng(canvas, { Software: "OpenClaw sandbox", Comment: STAMP });
}

function landscapeOf(task: {
  prompt: string;
  seed: number;
  width: number;
  height: number;
  backdrop?: Uint8Array;
}): Parameters<typeof createLandscape>[0] {
  const { prompt, seed, width, height } = task;
  const backdrop = task.backdrop && decodePng(task.backdrop);
  return { prompt, seed, width, height, ...(backdrop === undefined ? {} : { backdrop }) };
}

let lastClip: Promise<unknown> = Promise.resolve();

/** One clip at a time: the encoder's memory and its file are shared. Pictures and speech slip in between the frames. */
async function afterOthers<Result>(work: () => Promise<Result>): Promise<Result> {
  const mine = lastClip.then(work, work);
  lastClip = mine.catch(() => undefined);
  return mine;
}

async function renderVideo(task: Extract<MediaTask, { kind: "video" }>): Promise<Uint8Array> {
  return encodeMp4({
    width: task.width,
    height: task.height,
    framesPerSecond: task.framesPerSecond,
    frames: Math.max(1, Math.round(task.seconds * task.framesPerSecond)),
    paint: createLandscape(landscapeOf(task)),
    breathe: () => setImmediate(),
  });
}

async function speak(task: Extract<MediaTask, { kind: "speech" }>, emit: ChunkListener): Promise<void> {
  const voice = fliteVoiceFor(task.voice);
  const mp3 = task.format === "mp3" ? await createMp3Writer(TUNE_RATE) : undefined;
  for (const sentence of splitSentences(task.text)) {
    const samples = resampleTo24k(await speakWithFlite(sentence, voice, task.speed));
    emit(mp3 === undefined ? toPcm16(samples) : mp3.write(samples));
    await setImmediate();
  }
  if (mp3 !== undefined) emit(mp3.finish());
}

async function writeSound(samples: Float32Array, format: "mp3" | "pcm", emit: ChunkListener): Promise<void> {
  if (format === "pcm") return emit(toPcm16(samples));
  const mp3 = await createMp3Writer(TUNE_RATE);
  emit(mp3.write(samples));
  emit(mp3.finish());
}
