import { findVideoRow } from "../catalogue/video-rows.js";
import type { VideoRowWire } from "../catalogue/model-row.js";
import { findRow } from "../catalogue/find-model.js";
import { modelNotFound, wrongEndpoint } from "../errors/model-not-found.js";
import { Refusal } from "../errors/refusal.js";
import { isObject, numberAt, objectAt, objectsAt, textAt, type JsonObject } from "../wire/read-json.js";

export interface VideoRequest {
  row: VideoRowWire;
  prompt: string;
  seconds: number;
  resolution: string;
  width: number;
  height: number;
  seed: number;
  audio: boolean;
  fromImage: boolean;
  /** Address of the first frame or first reference. */
  reference?: string;
  callbackUrl?: string;
}

const DEFAULT_SECONDS = 4;
const SHORT_SIDES: Record<string, number> = { "480p": 480, "720p": 720, "768p": 768, "1080p": 1080, "1K": 1024, "2K": 1440, "4K": 2160 };

/** Reads the body of `POST /videos` and holds it against the model's row. */
export function readVideoRequest(body: unknown): VideoRequest {
  if (!isObject(body)) throw new Refusal(400, "Invalid JSON body");
  const id = textAt(body, "model") ?? "";
  const row = videoRow(id);
  const frames = objectsAt(body, "frame_images");
  const references = objectsAt(body, "input_references");
  const prompt = textAt(body, "prompt") ?? "";
  if (prompt === "" && frames.length === 0) throw new Refusal(400, "prompt is required");
  checkFrames(row, frames);
  const seconds = numberAt(body, "duration") ?? row.supported_durations?.[0] ?? DEFAULT_SECONDS;
  if (row.supported_durations !== null && !row.supported_durations.includes(seconds)) {
    throw unsupported("duration", `${seconds}`, row.supported_durations);
  }
  const size = readSize(body, row);
  const picture = frames.find((frame) => frame["frame_type"] === "first_frame") ?? frames[0] ?? references[0];
  const reference = picture === undefined ? undefined : textAt(objectAt(picture, "image_url"), "url");
  const callbackUrl = textAt(body, "callback_url");
  return {
    row,
    prompt,
    seconds,
    ...size,
    seed: numberAt(body, "seed") ?? 0,
    audio: body["generate_audio"] === undefined ? row.generate_audio === true : body["generate_audio"] === true,
    fromImage: picture !== undefined,
    ...(reference === undefined ? {} : { reference }),
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
  };
}

function videoRow(id: string): VideoRowWire {
  const known = findVideoRow(id);
  if (known !== undefined) return known;
  const clip = id.startsWith("sandbox/fault-") ? findVideoRow("sandbox/clip") : undefined;
  if (clip !== undefined) return { ...clip, id };
  if (findRow(id) !== undefined) throw wrongEndpoint(id, "/api/v1/chat/completions");
  throw modelNotFound(id);
}

function checkFrames(row: VideoRowWire, frames: readonly JsonObject[]): void {
  for (const frame of frames) {
    const type = textAt(frame, "frame_type") ?? "first_frame";
    if (!(row.supported_frame_images ?? []).includes(type)) throw unsupported("frame_images", type, row.supported_frame_images ?? []);
  }
}

function readSize(body: JsonObject, row: VideoRowWire): Pick<VideoRequest, "resolution" | "width" | "height"> {
  const explicit = /^(\d+)x(\d+)$/.exec(textAt(body, "size") ?? "");
  if (explicit !== null) {
    if (row.supported_sizes !== null && !row.supported_sizes.includes(explicit[0]))
      throw unsupported("size", explicit[0], row.supported_sizes);
    const [width, height] = [Number(explicit[1]), Number(explicit[2])];
    return { resolution: `${Math.min(width, height)}p`, width, height };
  }
  const resolution = textAt(body, "resolution") ?? row.supported_resolutions?.[0] ?? "720p";
  if (row.supported_resolutions !== null && !row.supported_resolutions.includes(resolution)) {
    throw unsupported("resolution", resolution, row.supported_resolutions);
  }
  const ratio = textAt(body, "aspect_ratio") ?? "16:9";
  if (row.supported_aspect_ratios !== null && !row.supported_aspect_ratios.includes(ratio)) {
    throw unsupported("aspect_ratio", ratio, row.supported_aspect_ratios);
  }
  const [across = 16, down = 9] = ratio.split(":").map((part) => Number(part) || 1);
  const short = SHORT_SIDES[resolution] ?? 720;
  const long = Math.round((short * Math.max(across, down)) / Math.min(across, down));
  return across >= down ? { resolution, width: long, height: short } : { resolution, width: short, height: long };
}

function unsupported(field: string, value: string, allowed: readonly (string | number)[]): Refusal {
  return new Refusal(400, `Unsupported ${field}: ${value}. Supported: ${allowed.join(", ")}`);
}
