import { endpointUrl, type JsonObject, type ModelTarget, requestHeaders, type RequestPlan } from "@openclaw/core";
import { given } from "../given.js";
import { mergeExtraBody, providerRouting } from "../shape-shared.js";
import type { ShapeImageInput } from "./shape-chat.js";

/** Shapes a request to `/images` for one picture (IMG-2): several pictures are several requests. Pure. */
export function shapeImagesEndpoint(
  input: Omit<ShapeImageInput, "count">,
  target: ModelTarget,
  options: { readonly stream?: boolean } = {},
): RequestPlan {
  const { prompt, referenceUrls, hints } = input;
  const body: JsonObject = {
    model: target.model.wireId,
    prompt,
    n: 1,
    ...given({
      aspect_ratio: hints.aspectRatio,
      resolution: hints.resolution,
      size: hints.size,
      quality: hints.quality,
      output_format: hints.outputFormat,
      background: hints.background,
      seed: hints.seed,
    }),
    ...(referenceUrls.length === 0 ? {} : { input_references: referenceUrls.map((url) => ({ type: "image_url", image_url: { url } })) }),
    ...(options.stream === true ? { stream: true } : {}),
    ...providerRouting(target),
  };
  return {
    method: "POST",
    url: endpointUrl(target.endpoint, "/images"),
    headers: requestHeaders(target),
    body: mergeExtraBody(body, target, ["model", "prompt", "n", "stream"]),
    warnings: [],
    steps: [{ step: "count", applied: true, reason: "one request per picture, because several providers refuse more" }],
  };
}
