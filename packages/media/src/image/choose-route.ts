import type { ModelTarget, PlanStep } from "@openclaw/core";
import type { ImageModelRow } from "./wire/image-model-row.js";

export interface ImageRoute {
  readonly route: "chat" | "images";
  readonly step: PlanStep;
}

/**
 * Which endpoint is asked (IMG-1, IMG-2): chat completions, unless `params.imageApi` says `images` or only `/images` serves the model — it is
 * listed there and the model list does not know it. A custom base URL always gets the chat route, because only that one is common.
 */
export function chooseImageRoute(target: Pick<ModelTarget, "endpoint" | "params" | "traits">, row?: ImageModelRow): ImageRoute {
  if (!target.endpoint.verified) return chosen("chat", "custom base URLs always get chat completions");
  if (target.params.imageApi === "images") return chosen("images", 'params.imageApi is "images"');
  if (target.params.imageApi === "chat") return chosen("chat", 'params.imageApi is "chat"');
  if (!target.traits.known && row !== undefined) return chosen("images", "the model is listed by /images/models only");
  return chosen("chat", "the default route");
}

/** True when the choice, or the wishes on it, need what `/images/models` says. */
export function needsImageRow(target: Pick<ModelTarget, "endpoint" | "params" | "traits">): boolean {
  return target.endpoint.verified && target.params.imageApi !== "chat" && (target.params.imageApi === "images" || !target.traits.known);
}

function chosen(route: ImageRoute["route"], reason: string): ImageRoute {
  return { route, step: { step: "route", applied: route === "images", reason: `${route}: ${reason}` } };
}
