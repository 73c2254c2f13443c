import { endpointUrl, type JsonObject, type ModelTarget, RequestError, requestHeaders, type RequestPlan } from "@openclaw/core";
import { checkTimeout } from "../image/check-request.js";
import { referenceUrl } from "../media-file.js";
import { mergeExtraBody, providerRouting } from "../shape-shared.js";
import type { MusicRequest } from "./music-request.js";

/**
 * Shapes a music request: audio comes only as a stream of chat completions (MUS-1, as in OpenClaw). Pure.
 *
 * @throws RequestError `input_invalid`; nothing was sent.
 */
export function planMusic(target: ModelTarget, request: Omit<MusicRequest, "target">): RequestPlan {
  checkMusicRequest(request);
  const text = promptOf(request);
  const content: JsonObject["content"] =
    request.image === undefined
      ? text
      : [
          { type: "text", text },
          { type: "image_url", image_url: { url: referenceUrl(request.image) } },
        ];
  const body: JsonObject = {
    model: target.model.wireId,
    messages: [{ role: "user", content }],
    modalities: ["text", "audio"],
    audio: { format: request.format ?? "wav" },
    stream: true,
    ...providerRouting(target),
  };
  return {
    method: "POST",
    url: endpointUrl(target.endpoint, "/chat/completions"),
    headers: requestHeaders(target),
    body: mergeExtraBody(body, target, ["model", "messages", "stream"]),
    warnings: [],
    steps: [{ step: "prompt", applied: text !== request.prompt, reason: "voice, lyrics and length are asked for in the prompt" }],
  };
}

/** The wishes that have no field of their own stand in the prompt, as blocks (as in OpenClaw). */
function promptOf({ prompt, instrumental, lyrics, durationSeconds }: Omit<MusicRequest, "target">): string {
  const blocks = [
    prompt,
    instrumental === true ? "Instrumental only. No vocals, no sung lyrics, no spoken word." : "",
    lyrics === undefined || lyrics.trim() === "" ? "" : `Lyrics:\n${lyrics}`,
    durationSeconds === undefined ? "" : `Target duration: about ${durationSeconds} seconds.`,
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

function checkMusicRequest(request: Omit<MusicRequest, "target">): void {
  const { prompt, instrumental, lyrics, durationSeconds, format, timeoutMs } = request;
  if (typeof prompt !== "string" || prompt.trim() === "") throw refused("prompt required");
  if (instrumental === true && lyrics !== undefined && lyrics.trim() !== "") throw refused("lyrics cannot be sung in an instrumental");
  if (durationSeconds !== undefined && !(Number.isFinite(durationSeconds) && durationSeconds > 0)) {
    throw refused("durationSeconds must be a positive number of seconds");
  }
  if (format !== undefined && format !== "wav" && format !== "mp3") throw refused("format must be one of mp3 or wav");
  checkTimeout(timeoutMs);
}

function refused(message: string): RequestError {
  return new RequestError(message, { code: "input_invalid" });
}
