import { type ApiReply, type ModelTarget, send } from "@openclaw/core";
import { PhaseTimer, readJsonReply, readNetworkFailure, readString, readText, systemClock, withBill } from "@openclaw/core/internal";
import { given } from "../given.js";
import type { MediaOptions } from "../options.js";
import { isProvablyUnpaid } from "../paid-call.js";
import { type PaidAnswer, type PaidCallLog, runPaidCall, stepsFor } from "../paid-steps.js";
import { MAX_IMAGES } from "./capabilities.js";
import { collectImages, MAX_IMAGE_BYTES, noImages } from "./collect-images.js";
import type { ImageEvent } from "./image-events.js";
import type { GeneratedImage, ImageUsage } from "./image-request.js";
import type { ImagePlan } from "./plan.js";
import { readImageStream } from "./read-image-stream.js";
import { readChatImages, type WireImage } from "./wire/read-chat-images.js";
import { readImageData, readImageUsage } from "./wire/read-image-data.js";

// Base64 takes a third more; the rest of the reply is small.
const MAX_REPLY_BYTES = Math.ceil((MAX_IMAGES * MAX_IMAGE_BYTES * 4) / 3) + 1024 * 1024;

export interface AskOptions extends MediaOptions {
  readonly totalMs: number;
  readonly log?: PaidCallLog | undefined;
  readonly onEvent?: ((event: ImageEvent) => void) | undefined;
}

/** What one request brought. */
export interface ImageAnswer {
  readonly images: readonly GeneratedImage[];
  readonly usage: ImageUsage;
  readonly text?: string;
  readonly generationId?: string;
}

/** Sends one request of a plan and reads its pictures; a failure that may have cost money says so (NET-3). */
export async function askForImages(plan: ImagePlan, index: number, target: ModelTarget, options: AskOptions): Promise<ImageAnswer> {
  const { transport, clock = systemClock, log, onEvent } = options;
  const describe = ({ images: files, usage, text, generationId }: ImageAnswer): PaidAnswer => ({
    files,
    model: target.model.ref,
    ...given({ costUsd: usage.costUsd, text, generationId }),
  });
  const answer = await runPaidCall((watched) => ask(plan, index, target, { ...options, transport: watched }), {
    target,
    what: "image",
    transport,
    clock,
    steps: stepsFor(log?.(target), describe),
  });
  const { images, usage } = answer;
  images.forEach((image, place) => onEvent?.({ type: "completed", index, image, ...(place === images.length - 1 ? { usage } : {}) }));
  return answer;
}

async function ask(plan: ImagePlan, index: number, target: ModelTarget, options: AskOptions): Promise<ImageAnswer> {
  const { transport, signal, clock = systemClock, onEvent } = options;
  const request = plan.plans[index];
  if (request === undefined) throw new RangeError(`The plan has no request ${index}.`);
  const what = `${target.model.ref} (${new URL(request.url).host})`;
  const timer = new PhaseTimer({ clock, signal, what });
  timer.start("total", options.totalMs);
  try {
    const { endpoint, apiKey, timeouts } = target;
    const reply = await send(request, { transport, clock, endpoint, apiKey, timeouts, timer, what });
    const { found, usage, text, ...named } = await readAnswer(reply, { plan, index, what, onEvent }).catch((error: unknown) => {
      const failure: unknown = timer.signal.aborted ? timer.signal.reason : readNetworkFailure(error, endpoint.origin, { begun: true });
      throw isProvablyUnpaid(failure) ? failure : withBill(failure, { costUsd: undefined, generationId: reply.generationId });
    });
    const generationId = reply.generationId ?? named.generationId;
    const images = await collectImages(found, target, { ...options, signal: timer.signal }).catch((error: unknown) => {
      throw withBill(error, { costUsd: usage.costUsd, generationId });
    });
    if (images.length === 0) throw withBill(noImages({ target, text, usage }), { costUsd: usage.costUsd, generationId });
    return { images, usage, ...given({ text, generationId }) };
  } finally {
    timer.stop();
  }
}

interface Answered {
  readonly found: readonly WireImage[];
  readonly usage: ImageUsage;
  readonly text?: string | undefined;
  readonly generationId?: string | undefined;
}

/** A stream where one was asked for and given; providers that cannot stream answer whole. */
async function readAnswer(
  reply: ApiReply,
  facts: Pick<AskOptions, "onEvent"> & { readonly plan: ImagePlan; readonly index: number; readonly what: string },
): Promise<Answered> {
  if (reply.headers.get("content-type")?.includes("text/event-stream") === true) {
    const { images, usage } = await readImageStream(reply, facts);
    return { found: images, usage };
  }
  const json = readJsonReply(await readText(reply.body, MAX_REPLY_BYTES, reply.status), reply, facts.what);
  const usage = readImageUsage(json);
  if (facts.plan.route === "images") return { found: readImageData(json), usage };
  const { images, text } = readChatImages(json);
  // A chat answer is named after its generation.
  return { found: images, usage, text, generationId: readString(json["id"]) };
}
