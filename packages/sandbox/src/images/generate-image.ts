import { charge, checkBalance } from "../account/charge.js";
import { priceOf } from "../catalogue/model-row.js";
import { countTokens } from "../chat/count-tokens.js";
import { sendWhole } from "../chat/complete-chat.js";
import { priceUsage, writeUsage, type Usage } from "../chat/usage.js";
import type { SandboxContext } from "../context.js";
import { applyStreamFault, lineEndOf } from "../faults/stream-faults.js";
import type { Exchange } from "../http/exchange.js";
import type { Handler } from "../http/match-route.js";
import { playSteps, type Step } from "../http/steps.js";
import { writeSvg } from "../media/paint/svg.js";
import { makeGenerationId } from "../wire/make-id.js";
import { imageSize } from "./image-size.js";
import { readImageRequest, type ImageRequest } from "./read-image-request.js";
import { readReference } from "./read-reference.js";

const IMAGE_TOKENS = 1290;

interface Picture {
  b64_json: string;
  media_type: string;
}

/** `POST /images`: pictures as base64 in JSON, or as events when streamed. */
export const generateImage: Handler = async (exchange, sandbox) => {
  const request = readImageRequest(exchange.body);
  const { row } = request.model;
  const perToken = priceOf(row, "image_output") || priceOf(row, "completion");
  checkBalance(sandbox, request.count * IMAGE_TOKENS * perToken, { tokens: request.count * IMAGE_TOKENS, perToken });
  const startedAt = sandbox.options.now();
  const pictures = exchange.fault?.name === "image-none" ? [] : await paintAll(request, sandbox, exchange);
  const image = pictures.length * IMAGE_TOKENS;
  const usage = priceUsage(row, {
    prompt: countTokens(request.prompt),
    cached: 0,
    cacheWrite: 0,
    completion: image,
    reasoning: 0,
    image,
    audio: 0,
  });
  charge(sandbox, usage.costUsd);
  const id = makeGenerationId(startedAt, "img");
  remember(exchange, sandbox, { id, request, usage, startedAt });
  const created = Math.floor(startedAt / 1000);
  const headers = { "X-Generation-Id": id };
  const native = request.requestedId.startsWith("sandbox/");
  if (!request.stream || !native) return sendWhole(exchange, { created, data: pictures, usage: writeUsage(usage) }, headers);
  const steps = applyStreamFault(planStream(pictures, usage, created), exchange.fault);
  return playSteps(exchange, steps, { headers, tokensPerSecond: sandbox.options.tokensPerSecond, ...lineEndOf(exchange.fault) });
};

async function paintAll(request: ImageRequest, sandbox: SandboxContext, exchange: Exchange): Promise<Picture[]> {
  const size = imageSize(request.size, sandbox.options.imageScale);
  const backdrop = readReference(request.reference);
  const pictures: Picture[] = [];
  for (let index = 0; index < request.count; index += 1) {
    const seed = sandbox.options.seed + request.seed + index;
    if (request.svg) {
      pictures.push({ b64_json: Buffer.from(writeSvg(request.prompt, seed, size)).toString("base64"), media_type: "image/svg+xml" });
      continue;
    }
    const png = await sandbox.studio.make({
      kind: "image",
      prompt: request.prompt,
      seed,
      ...size,
      ...(backdrop === undefined ? {} : { backdrop }),
    });
    const wrong = exchange.fault?.name === "wrong-content-type" ? exchange.fault.param || "image/jpeg" : undefined;
    pictures.push({ b64_json: Buffer.from(png).toString("base64"), media_type: wrong ?? "image/png" });
  }
  return pictures;
}

function planStream(pictures: readonly Picture[], usage: Usage, created: number): Step[] {
  const events = pictures.flatMap((picture, index): Step[] => [
    { kind: "data", json: { type: "image_generation.partial_image", partial_image_index: index, b64_json: picture.b64_json } },
    { kind: "data", json: { type: "image_generation.completed", ...picture, created, usage: writeUsage(usage) } },
  ]);
  return [{ kind: "comment" }, ...events, { kind: "done" }];
}

function remember(
  exchange: Exchange,
  sandbox: SandboxContext,
  done: { id: string; request: ImageRequest; usage: Usage; startedAt: number },
): void {
  sandbox.generations.add({
    id: done.id,
    model: done.request.model.responseId,
    apiType: "image",
    createdAt: done.startedAt,
    finishedAt: sandbox.options.now(),
    streamed: done.request.stream,
    cancelled: exchange.gone.aborted,
    finishReason: "stop",
    nativeFinishReason: "stop",
    promptTokens: done.usage.counts.prompt,
    completionTokens: done.usage.counts.completion,
    reasoningTokens: 0,
    cachedTokens: 0,
    costUsd: done.usage.costUsd,
    input: done.request.prompt,
  });
}
