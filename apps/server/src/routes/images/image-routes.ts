import { generateImages, type ImageRequest, type ImageResult, streamImages, toDataUrl } from "@openclaw/media";
import { resolveHost } from "@openclaw/media/node";
import { attemptsOf } from "@openclaw/core";
import * as z from "zod";
import { answerForward } from "../../forward/answer-forward.js";
import { Refusal } from "../../errors/refusal.js";
import { checkCallerUrl } from "../../gateway/check-caller-url.js";
import { MAX_WAIT_MS } from "../../chat/question.js";
import { readModelChoice } from "../../gateway/model-choice.js";
import { ClientGone, type Exchange } from "../../http/exchange.js";
import { readJsonBody } from "../../http/read-body.js";
import { outlivingTransport } from "../../meter/outlive-client.js";
import { type Form, readForm } from "../../http/read-form.js";
import type { Route } from "../../http/route-table.js";
import { sendJson } from "../../http/send-json.js";
import { readValid } from "../../wire/read-valid.js";
import type { RouteDeps } from "../../route-deps.js";
import { readPictures } from "./read-pictures.js";
import { sendImageStream } from "./send-image-stream.js";
import { writeImageUsage } from "../../wire/write-image-usage.js";
import { answerHeaders } from "../../http/answer-headers.js";
import { noteAnswer } from "../../meter/note-answer.js";

/** The body of `/v1/images/generations`; the same fields, as texts, in the form of `/v1/images/edits`. */
const imageSchema = z.looseObject({
  model: z.string().nullish(),
  models: z.array(z.string()).nullish(),
  prompt: z.string().min(1),
  n: z.coerce.number().int().min(1).max(4).nullish(),
  size: z.string().nullish(),
  quality: z.string().nullish(),
  background: z.string().nullish(),
  output_format: z.enum(["png", "jpeg", "webp"]).nullish(),
  response_format: z.enum(["b64_json", "url"]).nullish(),
  aspect_ratio: z.string().nullish(),
  resolution: z.string().nullish(),
  seed: z.coerce.number().int().nullish(),
  // Texts in a form.
  stream: z.union([z.boolean(), z.enum(["true", "false"])]).nullish(),
  partial_images: z.coerce.number().int().min(0).max(3).nullish(),
});

/** The body of `/api/v1/images`, as far as it is looked at. */
const openRouterImageSchema = z.looseObject({
  model: z.string().nullish(),
  prompt: z.string().min(1),
  n: z.number().int().min(1).max(10).nullish(),
  stream: z.boolean().nullish(),
  input_references: z.array(z.looseObject({ image_url: z.looseObject({ url: z.string() }).nullish() })).nullish(),
});

type ImageBody = z.infer<typeof imageSchema>;

/** Pictures: OpenAI's generations and edits on the media engine, OpenRouter's own `/images` as it is (SRV-1, IMG-1). */
export function imageRoutes(deps: RouteDeps): readonly Route[] {
  const { maxBodyBytes, maxUploadBytes, bodyTimeoutMs: timeoutMs } = deps.limits;
  return [
    {
      method: "POST",
      path: "/v1/images/generations",
      about: { summary: "Pictures from a prompt.", body: imageSchema, gives: ["application/json", "text/event-stream"] },
      handle: async (exchange) =>
        makeImages(exchange, deps, readValid(imageSchema, await readJsonBody(exchange, { maxBytes: maxBodyBytes, timeoutMs })), []),
    },
    {
      method: "POST",
      path: "/v1/images/edits",
      about: {
        summary: "Pictures from pictures and a prompt.",
        body: imageSchema,
        form: "only",
        gives: ["application/json", "text/event-stream"],
      },
      async handle(exchange) {
        const form = await readForm(exchange, { maxBytes: maxUploadBytes, timeoutMs });
        const references = readPictures(form.files.get("image") ?? [], "image");
        if (references.length === 0) throw new Refusal("body_unreadable", "image: a picture to edit is needed.", { param: "image" });
        if (form.files.has("mask"))
          throw new Refusal("body_unreadable", "mask: masks are not taken; say in the prompt what is to change.", { param: "mask" });
        await makeImages(exchange, deps, readValid(imageSchema, fieldsOf(form)), references);
      },
    },
    {
      method: "POST",
      path: "/api/v1/images",
      about: { summary: "OpenRouter's own pictures endpoint.", body: openRouterImageSchema, gives: ["text/event-stream"] },
      handle: async (exchange) =>
        forwardImages(
          exchange,
          deps,
          readValid(openRouterImageSchema, await readJsonBody(exchange, { maxBytes: maxBodyBytes, timeoutMs })),
        ),
    },
  ];
}

/** Passes as it is, streamed too; what it points at must not be this machine or its network. */
async function forwardImages(exchange: Exchange, deps: RouteDeps, body: z.infer<typeof openRouterImageSchema>): Promise<void> {
  const urls = (body.input_references ?? []).flatMap(({ image_url: target }) => (target == null ? [] : [target.url]));
  await Promise.all(urls.map(checkCallerUrl));
  await answerForward(exchange, deps, { path: "/images", kind: "image", body, paid: true, imagesOut: body.n ?? 1 });
}

function fieldsOf(form: Form): Readonly<Record<string, string>> {
  return Object.fromEntries([...form.texts].flatMap(([name, [value]]) => (value === undefined ? [] : [[name, value]])));
}

async function makeImages(
  exchange: Exchange,
  deps: RouteDeps,
  body: ImageBody,
  references: NonNullable<ImageRequest["references"]>,
): Promise<void> {
  const { gateway } = deps;
  const snapshot = gateway.current();
  const choice = readModelChoice({
    model: body.model ?? undefined,
    models: body.models ?? undefined,
    header: exchange.header("x-openclaw-model"),
    agents: Object.keys(snapshot.loaded.config.agents.entries),
  });
  const { targets: chain, failover, timeouts } = await snapshot.targets("image", choice);
  const pictures = { imagesIn: references.length, imagesOut: body.n ?? 1 };
  const targets = await deps.meter.begin(exchange, { endpoint: "images", body, targets: chain, ...pictures });
  const asked = targets[0]?.model.wireId ?? "unknown";
  const request: ImageRequest = {
    target: targets,
    prompt: body.prompt,
    references,
    count: body.n ?? 1,
    size: withoutAuto(body.size),
    quality: body.quality === "hd" ? "high" : body.quality === "standard" ? undefined : withoutAuto(body.quality),
    background: withoutAuto(body.background),
    outputFormat: body.output_format ?? undefined,
    aspectRatio: body.aspect_ratio ?? undefined,
    resolution: body.resolution ?? undefined,
    seed: body.seed ?? undefined,
  };
  const options = {
    transport: outlivingTransport(exchange, targets[0], gateway.transport),
    circuits: gateway.circuits,
    catalog: deps.mediaCatalog,
    failover: { maxWaitMs: MAX_WAIT_MS, ...failover },
    signal: exchange.signal,
    timeoutMs: timeouts.totalMs,
    resolveHost,
  };
  const failed = (error: unknown): void => {
    const outcome = error instanceof ClientGone ? "cancelled" : "failed";
    noteAnswer(exchange, deps, { model: asked, outcome, attempts: attemptsOf(error), usage: undefined });
  };
  if (body.stream === true || body.stream === "true") {
    const events = streamImages(request, options);
    const kind = references.length > 0 ? "image_edit" : "image_generation";
    const order = { ...body, kind, partialImages: body.partial_images ?? 0 } as const;
    return sendImageStream(exchange, deps, {
      events,
      order,
      asked,
      failed,
      finished: (result) => noteImages(exchange, deps, { result, asked }),
    });
  }
  const result = await generateImages(request, options).catch((error: unknown) => {
    failed(error);
    throw error;
  });
  noteImages(exchange, deps, { result, asked });
  const { model, attempts, usage } = result;
  sendJson(exchange, 200, writeImages(result, body), answerHeaders(model.replace(/^openrouter\//, ""), attempts, usage.costUsd));
}

function noteImages(
  exchange: Exchange,
  deps: RouteDeps,
  { result, asked }: { readonly result: ImageResult; readonly asked: string },
): void {
  const { costUsd, promptTokens = 0, completionTokens = 0 } = result.usage;
  const usage = {
    promptTokens,
    completionTokens,
    totalTokens: promptTokens + completionTokens,
    cachedTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    ...(costUsd === undefined ? {} : { costUsd }),
  };
  noteAnswer(exchange, deps, { model: asked, outcome: "finished", attempts: result.attempts, usage });
}

function withoutAuto(value: string | null | undefined): string | undefined {
  return value == null || value === "auto" ? undefined : value;
}

function writeImages({ images, usage, warnings }: ImageResult, body: ImageBody): Readonly<Record<string, unknown>> {
  return {
    created: Math.floor(Date.now() / 1000),
    data: images.map((image) => ({
      // Nothing is kept here that a link could lead to: the link holds the picture itself.
      ...(body.response_format === "url" ? { url: toDataUrl(image) } : { b64_json: Buffer.from(image.bytes).toString("base64") }),
      media_type: image.mediaType,
      ...(image.revisedPrompt === undefined ? {} : { revised_prompt: image.revisedPrompt }),
    })),
    ...(warnings.length === 0 ? {} : { warnings: warnings.map(({ code, message }) => ({ code, message })) }),
    usage: writeImageUsage(usage),
  };
}
