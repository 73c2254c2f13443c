import { call, callJson, idempotencyKey, query } from "./call.js";
import { type Json, listOf, momentOf, numberOf, recordOf, recordsOf, textOf, textsOf } from "./read.js";

export type VideoStatus = "queued" | "in_progress" | "completed" | "failed";

/** A job of the server's: it goes on whether anybody watches or not. */
export interface VideoJob {
  readonly id: string;
  readonly status: VideoStatus;
  readonly progress: number;
  readonly model: string;
  readonly prompt: string;
  readonly seconds: number | undefined;
  readonly size: string | undefined;
  readonly createdMs: number | undefined;
  readonly completedMs: number | undefined;
  readonly expiresMs: number | undefined;
  readonly problem: string | undefined;
  readonly costUsd: number | undefined;
  readonly warnings: readonly string[];
}

export interface VideoModel {
  readonly id: string;
  readonly ratios: readonly string[];
  readonly resolutions: readonly string[];
  readonly seconds: readonly string[];
  readonly firstFrame: boolean;
  readonly sound: boolean;
}

export interface VideoWish {
  readonly model: string;
  readonly prompt: string;
  readonly seconds: string;
  readonly ratio: string;
  readonly resolution: string;
  readonly sound: boolean | undefined;
  readonly firstFrame: string | undefined;
}

export async function listVideoModels(): Promise<ReadonlyMap<string, VideoModel>> {
  const body = recordOf(await callJson("/api/v1/videos/models"));
  return new Map(recordsOf(body["data"]).map((row) => [textOf(row["id"]) ?? "", readModel(row)]));
}

function readModel(row: Json): VideoModel {
  return {
    id: textOf(row["id"]) ?? "",
    ratios: textsOf(row["supported_aspect_ratios"]),
    resolutions: textsOf(row["supported_resolutions"]),
    seconds: listOf(row["supported_durations"]).flatMap((value) => (numberOf(value) === undefined ? [] : [String(value)])),
    firstFrame: textsOf(row["supported_frame_images"]).includes("first_frame"),
    sound: row["generate_audio"] === true,
  };
}

/** Orders a video. The key makes a repeated order the same order. */
export async function orderVideo(wish: VideoWish): Promise<VideoJob> {
  const body = bodyOf(wish);
  return readJob(recordOf(await callJson("/v1/videos", { method: "POST", body, headers: { "idempotency-key": idempotencyKey() } })));
}

/** What a video will cost, by the prices that its models list. */
export interface VideoPrice {
  /** Where the wish says all that the price hangs on. */
  readonly likelyUsd: number | undefined;
  /** Undefined where a model lists no price. */
  readonly mostUsd: number | undefined;
}

/** Asks what an order would cost; nothing is ordered. */
export async function priceVideo(wish: VideoWish, signal: AbortSignal): Promise<VideoPrice> {
  const plan = recordOf(await callJson("/v1/videos?dry_run=1", { method: "POST", body: bodyOf(wish), signal }));
  return { likelyUsd: numberOf(recordOf(plan["price"])["likelyUsd"]), mostUsd: numberOf(plan["mostUsd"]) };
}

function bodyOf(wish: VideoWish): Json {
  return {
    model: wish.model,
    prompt: wish.prompt,
    ...(wish.seconds === "" ? {} : { seconds: wish.seconds }),
    ...(wish.ratio === "" ? {} : { aspect_ratio: wish.ratio }),
    ...(wish.resolution === "" ? {} : { resolution: wish.resolution }),
    ...(wish.sound === undefined ? {} : { generate_audio: wish.sound }),
    ...(wish.firstFrame === undefined ? {} : { input_reference: { image_url: wish.firstFrame } }),
  };
}

export async function listVideos(after?: string): Promise<{ readonly jobs: readonly VideoJob[]; readonly more: boolean }> {
  const body = recordOf(await callJson(`/v1/videos${query({ limit: 24, after })}`));
  return { jobs: recordsOf(body["data"]).map(readJob), more: body["has_more"] === true };
}

export async function getVideo(id: string): Promise<VideoJob> {
  return readJob(recordOf(await callJson(`/v1/videos/${encodeURIComponent(id)}`)));
}

export async function deleteVideo(id: string): Promise<void> {
  await callJson(`/v1/videos/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export async function fetchVideo(id: string): Promise<Blob> {
  const response = await call(`/v1/videos/${encodeURIComponent(id)}/content`);
  return response.blob();
}

const STATUSES = ["queued", "in_progress", "completed", "failed"] as const;

function readJob(row: Json): VideoJob {
  return {
    id: textOf(row["id"]) ?? "",
    status: STATUSES.find((status) => status === row["status"]) ?? "in_progress",
    progress: numberOf(row["progress"]) ?? 0,
    model: textOf(row["model"]) ?? "",
    prompt: textOf(row["prompt"]) ?? "",
    seconds: numberOf(row["seconds"]),
    size: textOf(row["size"]),
    createdMs: momentOf(row["created_at"]),
    completedMs: momentOf(row["completed_at"]),
    expiresMs: momentOf(row["expires_at"]),
    problem: textOf(recordOf(row["error"])["message"]),
    costUsd: numberOf(row["cost_usd"]),
    warnings: recordsOf(row["warnings"]).flatMap((warning) => textOf(warning["message"]) ?? []),
  };
}
