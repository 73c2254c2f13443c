import { openDownload, RequestError } from "@openclaw/core";
import { readBytes } from "@openclaw/core/internal";
import { createMediaFile, type MediaReference, referenceUrl, toDataUrl } from "../media-file.js";
import type { MediaOptions } from "../options.js";
import { looksLikeText } from "../sniff-media-type.js";

const MAX_REFERENCE_BYTES = 32 * 1024 * 1024;

/**
 * Turns http(s) references into data URLs, each fetched once, without any key, and never from this machine's own network unless that is
 * allowed (IMG-3). Others pass as they are.
 *
 * @throws RequestError `url_refused`, or `input_invalid` for what is no picture; whatever the download throws. Nothing was asked of the model.
 */
export async function fetchReferences(references: readonly MediaReference[], options: MediaOptions): Promise<readonly MediaReference[]> {
  const urls = [...new Set(references.map(referenceUrl))];
  return Promise.all(urls.map(async (url) => ({ url: url.startsWith("data:") ? url : await fetchImage(url, options) })));
}

async function fetchImage(url: string, options: MediaOptions): Promise<string> {
  const download = await openDownload(
    { url, maxBytes: MAX_REFERENCE_BYTES, accepts: (type) => type.startsWith("image/") || type === "application/octet-stream" },
    options,
  );
  const { bytes } = await readBytes(download.body, MAX_REFERENCE_BYTES);
  const file = createMediaFile(bytes, download.mediaType);
  if (!file.mediaType.startsWith("image/") || looksLikeText(bytes)) {
    throw new RequestError(`The reference at ${new URL(url).host} is not an image.`, { code: "input_invalid" });
  }
  return toDataUrl(file);
}
