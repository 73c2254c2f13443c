// Targets and bytes that the tests of this package share.
import { createFetchTransport, createTarget, type CreateTargetOptions, type ModelTarget, type Transport } from "@openclaw/core";
import { fakeFetch, type FakeFetch, type FakeRoutes, plantedSecrets } from "@openclaw/testing";
import { encodeBase64 } from "../base64.js";

export const secrets = plantedSecrets("media");

/** A target on the real OpenRouter; its network is whatever the test injects. */
export function targetFor(model: string, options: Partial<CreateTargetOptions> = {}): ModelTarget {
  return createTarget({ model: `openrouter/${model}`, apiKey: secrets.apiKey, ...options });
}

const row = (id: string, output: readonly string[]) => ({ id, name: id, inputModalities: ["text", "image"], outputModalities: output, pricing: {} });

/** Answers with images and text, takes `image_config`. */
export const GEMINI = targetFor("google/gemini-3.1-flash-image-preview", { row: row("google/gemini-3.1-flash-image-preview", ["image", "text"]) });
/** Answers with images only. */
export const FLUX = targetFor("black-forest-labs/flux.2-pro", { row: row("black-forest-labs/flux.2-pro", ["image"]) });
/** No row in the model list. */
export const UNLISTED = targetFor("openai/gpt-image-2");
export const VEO = targetFor("google/veo-3.1-fast");
export const KLING = targetFor("kwaivgi/kling-v3");

export function faked(routes: FakeRoutes): { readonly fake: FakeFetch; readonly transport: Transport } {
  const fake = fakeFetch(routes);
  return { fake, transport: createFetchTransport(fake.fetch) };
}

export const CHAT = "POST https://openrouter.ai/api/v1/chat/completions";
export const IMAGES = "POST https://openrouter.ai/api/v1/images";
export const VIDEOS = "POST https://openrouter.ai/api/v1/videos";

const bytes = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** One transparent pixel. */
export const PNG = bytes(
  "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fea7d6059b0000000049454e44ae426082",
);
export const GIF = bytes("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b");
export const JPEG_HEAD = bytes("ffd8ffe000104a46494600010100000100010000ffc0001108060009c403012200021101031101");
export const MP4 = bytes("000000186674797069736f6d0000020069736f6d69736f3200000008667265650000000000");
export const WAV = bytes("524946462c00000057415645666d7420100000000100010044ac000088580100020010006461746108000000010002000300040005");
export const MP3 = bytes("fffb9064000000000000000000000000000000000000000000000000000000000000");

export const dataUrl = (mediaType: string, data: Uint8Array): string => `data:${mediaType};base64,${encodeBase64(data)}`;
export const PNG_URL = dataUrl("image/png", PNG);
/** A PNG header that claims this size. */
export function pngOf(width: number, height: number): Uint8Array<ArrayBuffer> {
  const png = PNG.slice();
  const view = new DataView(png.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return png;
}

/** A chat completion with pictures. */
export const chatReply = (...urls: readonly string[]) =>
  ({
    type: "json",
    body: {
      id: "gen-1",
      choices: [{ finish_reason: "stop", message: { role: "assistant", content: "", images: urls.map((url) => ({ type: "image_url", image_url: { url } })) } }],
      usage: { prompt_tokens: 5, completion_tokens: 1290, cost: 0.04 },
    },
  }) as const;

/** A reply of `/images`. */
export const imagesReply = (...data: readonly object[]) =>
  ({ type: "json", body: { created: 1, data, usage: { prompt_tokens: 1, completion_tokens: 2, cost: 0.02 } } }) as const;

/** An error as OpenRouter itself writes it. */
export const errorReply = (status: number, message = "no", retryAfterSeconds?: number) =>
  ({
    type: "json",
    status,
    ...(retryAfterSeconds === undefined ? {} : { headers: { "Retry-After": `${retryAfterSeconds}` } }),
    body: { error: { code: status, message } },
  }) as const;
