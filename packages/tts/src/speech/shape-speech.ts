import {
  endpointUrl,
  type JsonObject,
  type ModelTarget,
  type PlanStep,
  RequestError,
  requestHeaders,
  type RequestPlan,
  type Warning,
} from "@openclaw/core";
import { checkFields, type FieldNames } from "@openclaw/core/internal";
import { DEFAULT_MAX_TEXT_LENGTH, DEFAULT_SPEECH_FORMAT, DEFAULT_VOICE, type SpeechInput, type SpeechRequest } from "./speech-request.js";

/** The fields of a speech request, and what other libraries call them. */
export const SPEECH_NAMES: FieldNames = {
  what: "a speech request",
  known: Object.keys({
    target: true,
    text: true,
    voice: true,
    responseFormat: true,
    speed: true,
    provider: true,
    reference: true,
  } satisfies Record<keyof SpeechRequest, true>),
  elsewhere: {
    input: "text",
    format: "responseFormat",
    outputFormat: "responseFormat",
    model: "target: createTarget({ model, … })",
    instructions: "provider: { options: { openai: { instructions } } }",
  },
};

export interface ShapeSpeechOptions {
  /** Default 4096 characters. */
  readonly maxTextLength?: number | undefined;
  /** The target stands in for another model: a voice that it does not have is replaced. */
  readonly fallback?: boolean | undefined;
}

/**
 * Turns what is to be spoken into the request for `POST /audio/speech` (TTS-1). Pure and printable: no key is in the plan.
 *
 * `response_format` is always sent. `provider` goes to OpenRouter only (NET-2).
 *
 * @throws RequestError `input_invalid` for a blank or too long text, or a speed that is no number above 0
 */
export function shapeSpeech(target: ModelTarget, input: SpeechInput, options: ShapeSpeechOptions = {}): RequestPlan {
  refuseUnusable(input, options.maxTextLength ?? DEFAULT_MAX_TEXT_LENGTH);
  const voice = chooseVoice(target, input.voice, options.fallback ?? false);
  const provider = input.provider ?? target.params.provider;
  const sendProvider = provider !== undefined && target.endpoint.verified;
  const format = input.responseFormat ?? DEFAULT_SPEECH_FORMAT;
  const body: JsonObject = {
    model: target.model.wireId,
    input: input.text,
    voice: voice.name,
    response_format: format,
    ...(input.speed === undefined ? {} : { speed: input.speed }),
    ...(input.reference === undefined ? {} : { input_references: shapeReference(input.reference) }),
    ...(sendProvider ? { provider } : {}),
  };
  const withheld: Warning = {
    code: "provider_withheld",
    message: `The provider options were not sent: ${target.endpoint.origin} is not OpenRouter.`,
  };
  return {
    method: "POST",
    url: endpointUrl(target.endpoint, "/audio/speech"),
    headers: requestHeaders(target, { Accept: format === "mp3" ? "audio/mpeg" : "audio/pcm" }),
    body,
    warnings: [...voice.warnings, ...(provider !== undefined && !sendProvider ? [withheld] : [])],
    steps: [
      { step: "voice", applied: true, reason: voice.reason },
      { step: "response-format", applied: true, reason: `${format}, always sent: the API's own default is pcm` },
      providerStep(provider !== undefined, sendProvider),
    ],
  };
}

function refuseUnusable(input: SpeechInput, maxTextLength: number): void {
  checkFields(input, SPEECH_NAMES);
  const { text, speed } = input;
  if (typeof text !== "string" || text.trim() === "")
    throw new RequestError("There is no text to speak.", { code: "input_invalid", hint: "Give some text." });
  if (text.length > maxTextLength) {
    throw new RequestError(`Text too long (${text.length} chars, max ${maxTextLength})`, {
      code: "input_invalid",
      hint: "Speak it with speakStream, which splits at sentences, or raise maxTextLength.",
    });
  }
  if (speed !== undefined && !(Number.isFinite(speed) && speed > 0)) {
    throw new RequestError(`The speed ${speed} is not a number above 0.`, { code: "input_invalid", hint: "1 is normal, 2 twice as fast." });
  }
}

interface ChosenVoice {
  readonly name: string;
  readonly reason: string;
  readonly warnings: readonly Warning[];
}

/** The catalogue lists a model's voices; a default that is not among them would only be refused. */
function chooseVoice(target: ModelTarget, asked: string | undefined, fallback: boolean): ChosenVoice {
  const voices = target.traits.voices ?? [];
  const wanted = asked === undefined || asked.trim() === "" ? DEFAULT_VOICE : asked.trim();
  const listed = voices.find((voice) => voice.toLowerCase() === wanted.toLowerCase());
  const [first] = voices;
  if (first === undefined || listed !== undefined) {
    return { name: listed ?? wanted, reason: asked === undefined ? "the default" : "asked for", warnings: [] };
  }
  if (wanted !== DEFAULT_VOICE && !fallback) {
    const message = `The catalogue does not list the voice "${wanted}" for ${target.model.ref}; it lists ${voices.slice(0, 5).join(", ")}.`;
    return { name: wanted, reason: "asked for, though not listed", warnings: [{ code: "voice_unlisted", message }] };
  }
  const message = `${target.model.ref} has no voice "${wanted}"; "${first}" speaks instead.`;
  return { name: first, reason: "the model's first listed voice", warnings: [{ code: "voice_replaced", message }] };
}

function shapeReference({ data, format, transcript }: NonNullable<SpeechInput["reference"]>): JsonObject[] {
  const sound = { type: "input_audio", input_audio: { data, ...(format === undefined ? {} : { format }) } };
  return transcript === undefined ? [sound] : [sound, { type: "text", text: transcript }];
}

function providerStep(given: boolean, sent: boolean): PlanStep {
  return { step: "provider-options", applied: sent, reason: sent ? "given" : given ? "the endpoint is not OpenRouter" : "none given" };
}
