import { endpointUrl, type JsonObject, type ModelTarget, requestHeaders, type RequestPlan, type Warning } from "@openclaw/core";
import { toBase64 } from "./base64.js";
import type { TranscriptionFormat } from "./read-audio-type.js";
import type { TranscriptionInput } from "./transcription.js";

/** Turns sound into the request for `POST /audio/transcriptions`, as JSON with raw base64 (STT-1). Pure; no key is in the plan. */
export function shapeTranscription(
  target: ModelTarget,
  part: { readonly audio: Uint8Array; readonly format: TranscriptionFormat },
  input: Pick<TranscriptionInput, "language" | "temperature" | "timestamps" | "provider"> = {},
): RequestPlan {
  const { temperature, timestamps } = input;
  const language = input.language === undefined ? undefined : languageCode(input.language);
  const provider = input.provider ?? target.params.provider;
  const sendProvider = provider !== undefined && target.endpoint.verified;
  const body: JsonObject = {
    model: target.model.wireId,
    input_audio: { data: toBase64(part.audio), format: part.format },
    ...(language === undefined ? {} : { language }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(timestamps === undefined
      ? {}
      : { response_format: "verbose_json", timestamp_granularities: timestamps === "word" ? ["segment", "word"] : ["segment"] }),
    ...(sendProvider ? { provider } : {}),
  };
  const withheld: Warning = {
    code: "provider_withheld",
    message: `The provider options were not sent: ${target.endpoint.origin} is not OpenRouter.`,
  };
  return {
    method: "POST",
    url: endpointUrl(target.endpoint, "/audio/transcriptions"),
    headers: requestHeaders(target, { Accept: "application/json" }),
    body,
    warnings: provider !== undefined && !sendProvider ? [withheld] : [],
    steps: [
      { step: "format", applied: true, reason: `${part.format}, ${part.audio.length} bytes` },
      {
        step: "timestamps",
        applied: timestamps !== undefined,
        reason: timestamps === undefined ? "not asked for" : `verbose_json by ${timestamps}`,
      },
      ...(language === input.language
        ? []
        : [{ step: "language", applied: true, reason: `${language}: a language and no country is taken` }]),
    ],
  };
}

/** `en-US` → `en`: the API takes ISO 639-1. What is no such tag is left to the provider's own words. */
function languageCode(tag: string): string {
  return /^([a-z]{2,3})(?:[-_][a-z\d]+)*$/i.exec(tag.trim())?.[1]?.toLowerCase() ?? tag;
}
