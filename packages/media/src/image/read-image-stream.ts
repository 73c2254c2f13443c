import { type ApiReply, readEventStream, StreamError } from "@openclaw/core";
import { parseJson, readErrorValue, readNumber, readObject, readString } from "@openclaw/core/internal";
import { decodeBase64 } from "../base64.js";
import { createMediaFile } from "../media-file.js";
import type { ImageEvent } from "./image-events.js";
import type { ImageUsage } from "./image-request.js";
import { readImageEntry, readImageUsage, sumUsage } from "./wire/read-image-data.js";
import type { WireImage } from "./wire/read-chat-images.js";

/** What a stream of `/images` came to. */
export interface StreamedImages {
  readonly images: readonly WireImage[];
  readonly usage: ImageUsage;
}

/**
 * Reads the event stream of `/images` and tells of previews as they come. Unknown events are passed over.
 *
 * @throws ApiError for an error event; StreamError `stream_truncated` when it ends without a completed picture.
 */
export async function readImageStream(
  reply: ApiReply,
  facts: { readonly index: number; readonly what: string; readonly onEvent?: ((event: ImageEvent) => void) | undefined },
): Promise<StreamedImages> {
  const { index, onEvent, what } = facts;
  const images: WireImage[] = [];
  const usages: ImageUsage[] = [];
  const stream = readEventStream(reply.body);
  for (let batch = await stream.next(); batch !== undefined; batch = await stream.next()) {
    for (const data of batch) {
      if (data === "[DONE]") continue;
      const event = readObject(parseJson(data));
      const type = readString(event?.["type"]) ?? "";
      if (event === undefined) continue;
      if (type === "error" || (event["error"] !== undefined && event["error"] !== null)) {
        await stream.cancel();
        throw readErrorValue(event["error"] ?? event, { status: 200, generationId: reply.generationId, midStream: true, what });
      }
      if (type.endsWith("partial_image")) {
        const bytes = decodeBase64(readString(event["b64_json"]) ?? "");
        const partialIndex = readNumber(event["partial_image_index"]) ?? 0;
        if (bytes !== undefined && bytes.byteLength > 0)
          onEvent?.({ type: "partial", index, partialIndex, file: createMediaFile(bytes, "image/png") });
      } else if (type.endsWith("text_chunk")) {
        onEvent?.({ type: "text", index, phase: readString(event["phase"]) ?? "content", text: readString(event["text"]) ?? "" });
      } else if (type.endsWith("completed")) {
        const image = readImageEntry(event);
        if (image !== undefined) images.push(image);
        usages.push(readImageUsage(event));
      }
    }
  }
  if (images.length === 0) {
    throw new StreamError(`The stream from ${what} ended before the picture was complete.`, { code: "stream_truncated" });
  }
  return { images, usage: sumUsage(usages) };
}
