import { ApiError, type ApiReply, StreamError, type TransportBody } from "@openclaw/core";
import { readApiError, readBytes } from "@openclaw/core/internal";
import type { AudioFormat, SpeechFormat } from "../audio/audio-format.js";
import { concatenate } from "../audio/bytes.js";
import { createMp3Splitter, type Mp3Frame, type Mp3Splitter } from "../audio/mp3-frames.js";
import { type PcmFormat, pcmDurationMs, pcmFrameBytes, readPcmFormat } from "../audio/pcm.js";

/** Sound that has begun to arrive: what came so far, what it is, and the measuring of the rest. */
export interface BegunSound {
  readonly format: AudioFormat;
  /** Everything read until the sound was recognised. */
  readonly firstBytes: Uint8Array;
  readonly meter: SoundMeter;
}

/** Follows the bytes that pass: how long they sound, and whether they end where sound may end. */
export interface SoundMeter {
  add(bytes: Uint8Array): void;
  /** @throws StreamError `stream_truncated` when the last frame or sample is broken off */
  end(): void;
  readonly durationMs: () => number;
}

const ERROR_BODY_BYTES = 64 * 1024;
/** A tag with a picture may come before the first frame; more than this is not speech. */
const LEAD_BYTES = 1024 * 1024;

/**
 * Reads until the reply is known to be sound. A reply that says success and holds something else — an error body although audio was
 * accepted, an HTML page, nothing — is an error, also when its content type claims audio (NET-5).
 */
export async function beginSound(
  reply: ApiReply,
  facts: { readonly asked: SpeechFormat; readonly what: string; readonly read: TransportBody["read"] },
): Promise<BegunSound> {
  const contentType = reply.headers.get("content-type") ?? "";
  const source = { read: facts.read, cancel: () => reply.body.cancel() };
  if (isText(contentType)) throw await readRefusal(reply, { ...facts, source, already: new Uint8Array() });
  const codec = codecOf(contentType) ?? facts.asked;
  return codec === "mp3" ? beginMp3(reply, facts, source) : beginPcm(reply, { ...facts, source, pcm: readPcmFormat(contentType) });
}

async function beginMp3(
  reply: ApiReply,
  facts: { readonly asked: SpeechFormat; readonly what: string },
  source: TransportBody,
): Promise<BegunSound> {
  const splitter = createMp3Splitter();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let piece = await source.read(); ; piece = await source.read()) {
    const ended = piece === undefined;
    if (piece !== undefined) pieces.push(piece);
    length += piece?.length ?? 0;
    const frames = piece === undefined ? splitter.end().frames : splitter.push(piece);
    const [first] = frames;
    if (first !== undefined) {
      const { sampleRate, channels } = first.header;
      const meter = mp3Meter(splitter, { sampleRate, ended, samples: countSamples(frames) });
      return { format: { codec: "mp3", sampleRate, channels }, firstBytes: concatenate(pieces), meter };
    }
    const begun = concatenate(pieces);
    if (ended || length > LEAD_BYTES || looksLikeText(begun)) throw await readRefusal(reply, { ...facts, source, already: begun });
  }
}

async function beginPcm(
  reply: ApiReply,
  facts: { readonly what: string; readonly source: TransportBody; readonly pcm: PcmFormat },
): Promise<BegunSound> {
  const { source, pcm } = facts;
  let begun: Uint8Array = new Uint8Array();
  // Sixteen bytes tell an error body from samples.
  while (begun.length < 16) {
    const piece = await source.read();
    if (piece === undefined) break;
    begun = concatenate([begun, piece]);
  }
  if (begun.length < pcmFrameBytes(pcm) || looksLikeText(begun)) throw await readRefusal(reply, { ...facts, already: begun });
  const meter = pcmMeter(pcm);
  meter.add(begun);
  return { format: { codec: "pcm", ...pcm }, firstBytes: begun, meter };
}

function countSamples(frames: readonly Mp3Frame[]): number {
  return frames.reduce((sum, frame) => sum + (frame.info === undefined ? frame.header.samples : 0), 0);
}

function mp3Meter(
  splitter: Mp3Splitter,
  begun: { readonly sampleRate: number; readonly ended: boolean; readonly samples: number },
): SoundMeter {
  let { samples } = begun;
  return {
    add(bytes) {
      samples += countSamples(splitter.push(bytes));
    },
    end() {
      if (begun.ended) return;
      const { frames, cut } = splitter.end();
      samples += countSamples(frames);
      if (cut) throw truncated();
    },
    durationMs: () => (samples * 1000) / begun.sampleRate,
  };
}

function pcmMeter(format: PcmFormat): SoundMeter {
  let length = 0;
  return {
    add(bytes) {
      length += bytes.length;
    },
    end() {
      if (length % pcmFrameBytes(format) !== 0) throw truncated();
    },
    durationMs: () => pcmDurationMs(length, format),
  };
}

function truncated(): StreamError {
  return new StreamError("The speech was cut off before its end.", {
    code: "stream_truncated",
    hint: "Ask again; nothing of it should be kept as a complete recording.",
  });
}

function codecOf(contentType: string): SpeechFormat | undefined {
  if (/^audio\/(?:mpeg|mp3|mpga|x-mp3)\b/i.test(contentType)) return "mp3";
  return /^audio\/(?:pcm|l16|x-pcm|raw|x-raw)\b/i.test(contentType) ? "pcm" : undefined;
}

function isText(contentType: string): boolean {
  return /^(?:text\/|application\/(?:[\w.+-]*json|xml|xhtml))/i.test(contentType);
}

/** The start of a JSON object or of a page, which samples and frames do not begin with. */
function looksLikeText(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  return /^(?:\{\s*"|\[\s*\{|<(?:!doctype|html|\?xml|head|body))/i.test(start);
}

async function readRefusal(
  reply: ApiReply,
  facts: { readonly what: string; readonly source: TransportBody; readonly already: Uint8Array },
): Promise<ApiError> {
  const { bytes } = await readBytes(facts.source, ERROR_BODY_BYTES);
  await facts.source.cancel();
  const text = new TextDecoder().decode(concatenate([facts.already, bytes]).subarray(0, ERROR_BODY_BYTES)).trim();
  const ids = {
    status: reply.status,
    ...(reply.generationId === undefined ? {} : { generationId: reply.generationId }),
    ...(reply.requestId === undefined ? {} : { requestId: reply.requestId }),
  };
  if (text === "") {
    return new ApiError(`${facts.what} answered HTTP ${reply.status} without any sound.`, {
      code: "response_empty",
      retryable: true,
      ...ids,
    });
  }
  if (text.startsWith("{")) return readApiError(text, { ...ids, what: facts.what });
  const page = text.startsWith("<");
  const contentType = reply.headers.get("content-type") ?? "no content type";
  return new ApiError(
    `${facts.what} answered HTTP ${reply.status} with ${page ? "a page" : "something"} that is not sound (${contentType}).`,
    {
      code: "response_malformed",
      retryable: true,
      ...(page ? { hint: "Check models.providers.openrouter.baseUrl: it should end in /api/v1." } : {}),
      ...ids,
    },
  );
}
