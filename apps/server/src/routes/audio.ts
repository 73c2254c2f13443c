import { attemptsOf, type JsonObject } from "@openclaw/core";
import { listVoices, type Speech, speechMediaType, synthesize } from "@openclaw/tts";
import * as z from "zod";
import { Refusal } from "../errors/refusal.js";
import { judgingCircuits } from "../gateway/judging-circuits.js";
import { MAX_WAIT_MS } from "../chat/question.js";
import { readModelChoice } from "../gateway/model-choice.js";
import { ClientGone, type Exchange } from "../http/exchange.js";
import { readJsonBody } from "../http/read-body.js";
import { outlivingTransport } from "../meter/outlive-client.js";
import type { Route, RouteAbout } from "../http/route-table.js";
import { sendJson } from "../http/send-json.js";
import { relayBytes } from "../stream/relay-bytes.js";
import { readValid } from "../wire/read-valid.js";
import type { RouteDeps } from "../route-deps.js";
import { answerHeaders } from "../http/answer-headers.js";
import { noteAnswer } from "../meter/note-answer.js";
import { transcription } from "./transcription.js";

/** The body of `/audio/speech`. */
const speechSchema = z.looseObject({
  model: z.string().nullish(),
  input: z.string().min(1),
  voice: z.union([z.string().min(1), z.looseObject({ id: z.string() }).transform(({ id }) => id)]).nullish(),
  response_format: z.enum(["mp3", "pcm"], "mp3 and pcm are spoken").nullish(),
  speed: z.number().min(0.25).max(4).nullish(),
  instructions: z.string().nullish(),
  provider: z.record(z.string(), z.unknown()).nullish(),
  stream_format: z.literal("audio", "sound is streamed as it is; leave it out").nullish(),
});

/** Speech and transcription, OpenAI's and OpenRouter's (SRV-1, TTS-1, STT-1). */
export function audioRoutes(deps: RouteDeps): readonly Route[] {
  const speak = (exchange: Exchange): Promise<void> => speech(exchange, deps);
  const listen = (exchange: Exchange): Promise<void> => transcription(exchange, deps);
  const speaking: RouteAbout = { summary: "A text, spoken.", body: speechSchema, gives: ["audio/mpeg", "audio/pcm"] };
  const listening: RouteAbout = { summary: "A recording, written down.", form: "too", gives: ["text/plain"] };
  return [
    {
      method: "GET",
      path: "/v1/audio/voices",
      about: { summary: "The voices of the speech models, or of one (model)." },
      handle: (exchange) => voices(exchange, deps),
    },
    { method: "POST", path: "/v1/audio/speech", about: speaking, handle: speak },
    { method: "POST", path: "/api/v1/audio/speech", about: speaking, handle: speak },
    { method: "POST", path: "/v1/audio/transcriptions", about: listening, handle: listen },
    { method: "POST", path: "/api/v1/audio/transcriptions", about: listening, handle: listen },
  ];
}

/** Every voice that can be asked for, by model. */
async function voices(exchange: Exchange, { gateway }: RouteDeps): Promise<void> {
  const wanted = new URLSearchParams(exchange.query).get("model")?.replace(/^openrouter\/(?=[^/]+\/)/, "");
  const { rows } = await gateway.current().catalog.all();
  const all = listVoices(rows).map(({ model, modelName, ...voice }) => ({
    ...voice,
    name: voice.id,
    model: model.replace(/^openrouter\//, ""),
    model_name: modelName,
  }));
  const data = wanted === undefined ? all : all.filter(({ model }) => model === wanted);
  if (wanted !== undefined && data.length === 0) {
    throw new Refusal("route_not_found", `No voices are known of the model "${wanted.slice(0, 200)}".`, { param: "model" });
  }
  sendJson(exchange, 200, { object: "list", data });
}

async function speech(exchange: Exchange, deps: RouteDeps): Promise<void> {
  const { gateway, limits } = deps;
  const body = readValid(speechSchema, await readJsonBody(exchange, { maxBytes: limits.maxBodyBytes, timeoutMs: limits.bodyTimeoutMs }));
  const snapshot = gateway.current();
  const choice = readModelChoice({ model: body.model ?? undefined, header: exchange.header("x-openclaw-model") });
  const { targets: chain, failover, timeouts } = await snapshot.targets("speech", choice);
  const targets = await deps.meter.begin(exchange, { endpoint: "audio.speech", body, targets: chain });
  const asked = targets[0]?.model.wireId ?? "unknown";
  const { tts } = snapshot.loaded.config;
  const configuredVoice = choice.model === undefined ? tts.providers.openrouter.voice : undefined;
  const voice = body.voice ?? configuredVoice;
  const spoken = await synthesize(
    {
      target: targets,
      text: body.input,
      // OpenAI's default; OpenRouter's own would be pcm. Its own route keeps its own.
      responseFormat: body.response_format ?? (exchange.dialect === "openrouter" ? "pcm" : "mp3"),
      ...(voice == null ? {} : { voice }),
      ...(body.speed == null ? {} : { speed: body.speed }),
      ...(body.provider == null ? {} : { provider: body.provider as JsonObject }),
    },
    {
      transport: outlivingTransport(exchange, targets[0], gateway.transport),
      circuits: judgingCircuits(gateway, body.provider),
      failover: { maxWaitMs: MAX_WAIT_MS, ...failover },
      signal: exchange.signal,
      timeoutMs: timeouts.responseMs,
      maxTextLength: tts.maxTextLength,
    },
  ).catch((error: unknown) => {
    const outcome = error instanceof ClientGone ? "cancelled" : "failed";
    noteAnswer(exchange, deps, { model: asked, outcome, attempts: attemptsOf(error), usage: undefined });
    throw error;
  });
  await sendSpeech(exchange, deps, spoken);
}

async function sendSpeech(exchange: Exchange, deps: RouteDeps, spoken: Speech): Promise<void> {
  const { attempts, target, generationId } = spoken;
  const model = target.model.wireId;
  exchange.response.writeHead(200, {
    ...exchange.headers,
    ...answerHeaders(model, attempts),
    "content-type": speechMediaType(spoken.format),
    ...(generationId === undefined ? {} : { "x-generation-id": generationId }),
  });
  let outcome: "finished" | "failed" | "cancelled" = "failed";
  try {
    await relayBytes(exchange, spoken.audio);
    outcome = "finished";
  } catch (error) {
    if (error instanceof ClientGone) outcome = "cancelled";
    throw error;
  } finally {
    noteAnswer(exchange, deps, { model, outcome, attempts, usage: undefined, generationId });
  }
}
