import { readArray, readNumber, readObject, readString } from "@openclaw/core/internal";
import { given } from "../../given.js";
import type { ImageUsage } from "../image-request.js";
import type { WireImage } from "./read-chat-images.js";

/** Reads the `data` of an `/images` reply; entries without a picture are passed over. */
export function readImageData(json: Readonly<Record<string, unknown>>): readonly WireImage[] {
  return (readArray(json["data"]) ?? []).map(readImageEntry).filter((image) => image !== undefined);
}

/** One picture with its `b64_json` (or, from other servers, its `url`). */
export function readImageEntry(value: unknown): WireImage | undefined {
  const entry = readObject(value);
  const revised = given({ revisedPrompt: readString(entry?.["revised_prompt"]) });
  const base64 = readString(entry?.["b64_json"]);
  if (base64 !== undefined && base64 !== "") {
    const [prefix, body] = base64.startsWith("data:") ? base64.split(",", 2) : ["", base64];
    const mediaType = readString(entry?.["media_type"]) ?? /^data:([^;,]+)/.exec(prefix ?? "")?.[1];
    return { base64: body ?? "", ...given({ mediaType }), ...revised };
  }
  const url = readString(entry?.["url"]);
  return url === undefined || url === "" ? undefined : { url, ...revised };
}

/** Cost and tokens, where the reply says. */
export function readImageUsage(json: Readonly<Record<string, unknown>>): ImageUsage {
  const usage = readObject(json["usage"]);
  return given({
    costUsd: readNumber(usage?.["cost"]),
    promptTokens: readNumber(usage?.["prompt_tokens"]),
    completionTokens: readNumber(usage?.["completion_tokens"]),
  });
}

export function sumUsage(usages: readonly ImageUsage[]): ImageUsage {
  const sum = (pick: (usage: ImageUsage) => number | undefined): number | undefined => {
    const values = usages.map(pick).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : values.reduce((total, value) => total + value, 0);
  };
  return given({
    costUsd: sum((usage) => usage.costUsd),
    promptTokens: sum((usage) => usage.promptTokens),
    completionTokens: sum((usage) => usage.completionTokens),
  });
}
