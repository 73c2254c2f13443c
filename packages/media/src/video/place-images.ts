import { RequestError, type JsonObject, type Warning } from "@openclaw/core";
import { referenceUrl } from "../media-file.js";
import type { IgnoredOverride } from "../normalization.js";
import type { VideoCapabilities } from "./capabilities.js";
import type { VideoImage } from "./video-request.js";

export interface PlacedImages {
  readonly frameImages: readonly JsonObject[];
  readonly inputReferences: readonly JsonObject[];
  readonly warnings: readonly Warning[];
  readonly ignoredOverrides: readonly IgnoredOverride[];
}

/**
 * Gives every picture its place (VID-2, as in OpenClaw): by its role, else first frame, last frame, then references. A frame that is taken
 * already, or that the model does not take, becomes a reference.
 */
export function placeVideoImages(
  images: readonly VideoImage[],
  { frameImages: supported }: Pick<VideoCapabilities, "frameImages">,
): PlacedImages {
  const frames = new Map<string, string>();
  const references: string[] = [];
  const ignored: IgnoredOverride[] = [];
  images.forEach(({ image, role }, index) => {
    const url = readUrl(image);
    const wanted = role ?? (index === 0 ? "first_frame" : index === 1 ? "last_frame" : "reference_image");
    const taken = wanted === "reference_image" || frames.has(wanted);
    const possible = supported === undefined || supported.includes(wanted);
    if (!taken && possible) frames.set(wanted, url);
    else references.push(url);
    if (!taken && !possible) ignored.push({ key: "imageRole", value: wanted });
  });
  const warnings =
    frames.size > 0 && references.length > 0
      ? [{ code: "references_with_frames", message: "Reference images may be passed over, because frame images win over them." }]
      : [];
  return {
    frameImages: [...frames].map(([frame_type, url]) => ({ type: "image_url", image_url: { url }, frame_type })),
    inputReferences: references.map((url) => ({ type: "image_url", image_url: { url } })),
    warnings,
    ignoredOverrides: ignored,
  };
}

function readUrl(image: VideoImage["image"] | undefined): string {
  if (typeof image !== "object" || image === null || !("bytes" in image || "url" in image)) {
    throw new RequestError("OpenRouter video generation requires image references to include a URL or buffer.", { code: "input_invalid" });
  }
  return referenceUrl(image);
}
