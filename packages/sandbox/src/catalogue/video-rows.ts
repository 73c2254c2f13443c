import rows from "./generated/video-models.json" with { type: "json" };
import type { VideoRowWire } from "./model-row.js";

/** The sandbox's own clip maker, first in the list. */
const SANDBOX_CLIP: VideoRowWire = {
  id: "sandbox/clip",
  canonical_slug: "sandbox/clip",
  hugging_face_id: null,
  name: "Sandbox: Clip",
  created: 1_760_000_000,
  description: "Offline sandbox: no model is behind it. Renders a moving landscape steered by words of the prompt.",
  supported_resolutions: ["480p", "720p"],
  supported_aspect_ratios: ["16:9", "9:16", "1:1", "4:3", "3:4"],
  supported_sizes: ["854x480", "480x854", "1280x720", "720x1280"],
  supported_durations: [1, 2, 3, 4, 5, 6, 8],
  supported_frame_images: ["first_frame", "last_frame"],
  upscale_factor: null,
  creativity: null,
  generate_audio: false,
  seed: true,
  pricing_skus: { duration_seconds: "0" },
  allowed_passthrough_parameters: [],
};

/** Everything `GET /videos/models` lists. */
export const VIDEO_ROWS: readonly VideoRowWire[] = [SANDBOX_CLIP, ...(rows as unknown as VideoRowWire[])];

export function findVideoRow(id: string): VideoRowWire | undefined {
  return VIDEO_ROWS.find((row) => row.id === id);
}
