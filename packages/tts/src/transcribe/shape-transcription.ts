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
  const { language, temperature, timestamps } = input;
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
    ],
  };
}
