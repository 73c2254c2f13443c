import { createChannel } from "../channel.js";
import type { MediaOptions } from "../options.js";
import { runImages } from "./generate.js";
import type { ImageEvent } from "./image-events.js";
import type { ImageRequest } from "./image-request.js";

/**
 * Makes pictures and tells of them while they come (IMG-2): previews where the model and `/images` stream them, each
 * finished picture, and last `finish` with the whole result. Throws what `generateImages` throws. Leaving the loop ends the requests.
 *
 * @example
 * for await (const event of streamImages({ target, prompt: "a fox" })) if (event.type === "partial") show(event.file);
 */
export async function* streamImages(request: ImageRequest, options: MediaOptions = {}): AsyncGenerator<ImageEvent, void, undefined> {
  const leaving = new AbortController();
  const signal = options.signal === undefined ? leaving.signal : AbortSignal.any([options.signal, leaving.signal]);
  const channel = createChannel<ImageEvent>();
  runImages(request, { ...options, signal }, channel.push).then(
    (result) => {
      channel.push({ type: "finish", result });
      channel.end();
    },
    (error: unknown) => channel.end(error),
  );
  try {
    yield* channel.items();
  } finally {
    leaving.abort();
  }
}
