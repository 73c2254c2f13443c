import { ApiError, type ModelTarget, openDownload, ToolkitError } from "@openclaw/core";
import { readBytes } from "@openclaw/core/internal";
import { decodeBase64 } from "../base64.js";
import { createMediaFile } from "../media-file.js";
import type { MediaOptions } from "../options.js";
import { looksLikeText } from "../sniff-media-type.js";
import type { GeneratedImage, ImageUsage } from "./image-request.js";
import type { WireImage } from "./wire/read-chat-images.js";

/** Bound of one decoded picture. */
export const MAX_IMAGE_BYTES = 32 * 1024 * 1024;

/**
 * Turns what a reply holds into files. A picture that lies elsewhere is fetched (it is paid for), with the key only for the endpoint's own
 * origin. What is no picture is left out.
 */
export async function collectImages(
  found: readonly WireImage[],
  target: ModelTarget,
  options: MediaOptions,
): Promise<readonly GeneratedImage[]> {
  const files = await Promise.all(found.map((image) => toFile(image, target, options)));
  return files.filter((file) => file !== undefined);
}

async function toFile(image: WireImage, target: ModelTarget, options: MediaOptions): Promise<GeneratedImage | undefined> {
  const revised = image.revisedPrompt === undefined ? {} : { revisedPrompt: image.revisedPrompt };
  const [bytes, named] = "url" in image ? await fetchBytes(image.url, target, options) : [decodeBase64(image.base64), image.mediaType];
  if (bytes === undefined || bytes.byteLength === 0 || looksLikeText(bytes)) return undefined;
  const file = createMediaFile(bytes, named ?? "image/png");
  // A chat reply may hold other media; only pictures were asked for.
  return file.mediaType.startsWith("image/") ? { ...file, ...revised } : undefined;
}

async function fetchBytes(
  url: string,
  target: ModelTarget,
  options: MediaOptions,
): Promise<readonly [Uint8Array<ArrayBuffer>, string | undefined]> {
  try {
    const download = await openDownload({ url, target, maxBytes: MAX_IMAGE_BYTES }, options);
    const { bytes } = await readBytes(download.body, MAX_IMAGE_BYTES);
    return [bytes, download.mediaType];
  } catch (cause) {
    options.signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ToolkitError(`${target.model.ref} made the image, but it could not be fetched: ${reason}`, { code: "output_invalid", cause });
  }
}

/**
 * A reply that holds no picture. When its usage says that it cost nothing another try is free; else the answer was
 * bought, and buying another is not decided here (NET-3).
 */
export function noImages(facts: {
  readonly target: ModelTarget;
  readonly text?: string | undefined;
  readonly usage: ImageUsage;
}): ToolkitError {
  const { costUsd, completionTokens } = facts.usage;
  const unbilled = costUsd === 0 || completionTokens === 0;
  const said = facts.text === undefined ? "" : ` The model wrote instead: ${facts.text.slice(0, 300)}`;
  const message = `OpenRouter image generation response missing image data from ${facts.target.model.ref}.${said}`;
  if (unbilled)
    return new ApiError(message, {
      code: "response_empty",
      status: 200,
      retryable: true,
      bodyExcerpt: "{}",
      hint: "It was not billed. Another wording may help, or a model that is made for pictures.",
    });
  const cost = costUsd === undefined ? "may have been billed" : `was billed $${costUsd}`;
  return new ToolkitError(message, { code: "output_invalid", hint: `The answer ${cost}, so it was not asked for again by itself.` });
}
