import type { VideoRequest } from "./read-video-request.js";

/** What a clip costs: the most exact SKU that names its resolution and sound, else the plainest one by the second. */
export function priceVideo(request: VideoRequest): number {
  const skus = request.row.pricing_skus ?? {};
  const sound = request.audio ? "_with_audio" : "_without_audio";
  const scene = request.fromImage ? "image_to_video_" : "text_to_video_";
  const resolution = request.resolution.toLowerCase();
  const wanted = [
    `duration_seconds${sound}_${resolution}`,
    `duration_seconds${sound}`,
    `${scene}duration_seconds_${resolution}`,
    `duration_seconds_${resolution}`,
    "duration_seconds",
  ];
  const perSecond = wanted.map((key) => skus[key]).find((price) => price !== undefined);
  if (perSecond !== undefined) return Number(perSecond) * request.seconds;
  const cents = [`cents_per_second_output_${resolution}`, `cents_per_video_output_second_${resolution}`, "cents_per_second_output"]
    .map((key) => skus[key])
    .find((price) => price !== undefined);
  if (cents !== undefined) return (Number(cents) / 100) * request.seconds;
  const perToken = skus["video_tokens"];
  return perToken === undefined ? 0 : (Number(perToken) * request.seconds * 24 * request.width * request.height) / 1024;
}
