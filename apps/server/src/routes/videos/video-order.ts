import type { JsonObject } from "@openclaw/core";
import { toDataUrl, type VideoImage, type VideoRequest } from "@openclaw/media";
import type { FormFile } from "../../http/read-form.js";
import { readPictures } from "../images/read-pictures.js";
import type { OpenAiVideoWire, OpenRouterVideoWire } from "./video-schema.js";

/** What a caller asks for, whichever shape they speak. */
export interface VideoOrder {
  readonly shape: "openai" | "openrouter";
  readonly model: string | undefined;
  /** In place of the configured fallbacks. */
  readonly models: readonly string[] | undefined;
  /** Plain JSON: it is journaled before it is sent. */
  readonly request: Omit<VideoRequest, "target">;
  readonly callbackUrl: string | undefined;
  readonly user: string | undefined;
}

export function readOpenAiOrder(wire: OpenAiVideoWire, files: readonly FormFile[]): VideoOrder {
  const { input_reference: reference } = wire;
  const url = typeof reference === "string" ? reference : reference?.image_url;
  const urls = [...readPictures(files, "input_reference").map(toDataUrl), ...(url === undefined ? [] : [url])];
  return {
    shape: "openai",
    model: wire.model ?? undefined,
    models: wire.models ?? undefined,
    callbackUrl: wire.callback_url ?? undefined,
    user: wire.user ?? undefined,
    request: withoutNothing({
      prompt: wire.prompt,
      images: urls.length === 0 ? undefined : urls.map((each) => ({ image: { url: each } })),
      durationSeconds: wire.seconds ?? undefined,
      size: wire.size ?? undefined,
      resolution: wire.resolution ?? undefined,
      aspectRatio: wire.aspect_ratio ?? undefined,
      audio: wire.generate_audio ?? undefined,
      seed: wire.seed ?? undefined,
      strict: wire.strict ?? undefined,
    }),
  };
}

export function readOpenRouterOrder(wire: OpenRouterVideoWire): VideoOrder {
  const frames = (wire.frame_images ?? []).map(({ image_url: { url }, frame_type: role }): VideoImage => ({
    image: { url },
    role: role ?? "first_frame",
  }));
  const references = wire.input_references ?? [];
  const pictures = references.flatMap((reference): readonly VideoImage[] => {
    const target = reference["image_url"] as { readonly url: string } | undefined;
    return target === undefined ? [] : [{ image: { url: target.url }, role: "reference_image" }];
  });
  const images = [...frames, ...pictures];
  return {
    shape: "openrouter",
    model: wire.model ?? undefined,
    models: wire.models ?? undefined,
    callbackUrl: wire.callback_url ?? undefined,
    user: wire.user ?? undefined,
    request: withoutNothing({
      prompt: wire.prompt ?? undefined,
      images: images.length === 0 ? undefined : images,
      // Never taken; the engine says so (VID-4).
      videos: pictures.length === references.length ? undefined : [true],
      durationSeconds: wire.duration ?? undefined,
      resolution: wire.resolution ?? undefined,
      aspectRatio: wire.aspect_ratio ?? undefined,
      size: wire.size ?? undefined,
      audio: wire.generate_audio ?? undefined,
      seed: wire.seed ?? undefined,
      provider: (wire.provider ?? undefined) as JsonObject | undefined,
    }),
  };
}

/** Every URL in it that somebody would fetch. */
export function urlsOf({ request: { images = [] } }: Pick<VideoOrder, "request">): readonly string[] {
  return images.flatMap(({ image }) => ("url" in image ? [image.url] : []));
}

function withoutNothing<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Value;
}
