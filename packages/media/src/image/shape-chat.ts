import { endpointUrl, type JsonObject, type ModelTarget, type PlanStep, requestHeaders, type RequestPlan } from "@openclaw/core";
import type { ImageHints } from "./normalize.js";
import { mergeExtraBody, providerRouting } from "../shape-shared.js";

export interface ShapeImageInput {
  readonly prompt: string;
  /** Data URLs or http(s) URLs. */
  readonly referenceUrls: readonly string[];
  readonly count: number;
  readonly hints: ImageHints;
}

/** Shapes a picture request for chat completions (IMG-1, as in OpenClaw). Pure. */
export function shapeChatImages(input: ShapeImageInput, target: ModelTarget): RequestPlan {
  const { prompt, referenceUrls, count, hints } = input;
  const modalities = modalitiesOf(target);
  const imageConfig = imageConfigOf(hints);
  const content =
    referenceUrls.length === 0
      ? prompt
      : [{ type: "text", text: prompt }, ...referenceUrls.map((url) => ({ type: "image_url", image_url: { url } }))];
  const body: JsonObject = {
    model: target.model.wireId,
    messages: [{ role: "user", content }],
    modalities,
    n: count,
    ...(imageConfig === undefined ? {} : { image_config: imageConfig }),
    ...providerRouting(target),
  };
  const steps: readonly PlanStep[] = [
    {
      step: "modalities",
      applied: true,
      reason: modalities.length === 1 ? "the model's only output is images" : "the model answers with images and text",
    },
    {
      step: "image_config",
      applied: imageConfig !== undefined,
      reason: imageConfig === undefined ? "no aspect ratio or resolution applies" : "Gemini takes aspect ratio and resolution here",
    },
  ];
  return {
    method: "POST",
    url: endpointUrl(target.endpoint, "/chat/completions"),
    headers: requestHeaders(target),
    body: mergeExtraBody(body, target, ["model", "messages", "stream"]),
    warnings: [],
    steps,
  };
}

/** Image-only models answer 404 when text is asked for (openclaw issue 120530); everything else gets the documented pair. */
function modalitiesOf({ traits }: Pick<ModelTarget, "traits">): readonly string[] {
  const imageOnly = traits.known && traits.output.includes("image") && !traits.output.includes("text");
  return imageOnly ? ["image"] : ["image", "text"];
}

function imageConfigOf({ aspectRatio, resolution }: ImageHints): JsonObject | undefined {
  if (aspectRatio === undefined && resolution === undefined) return undefined;
  return {
    ...(aspectRatio === undefined ? {} : { aspect_ratio: aspectRatio }),
    ...(resolution === undefined ? {} : { image_size: resolution }),
  };
}
