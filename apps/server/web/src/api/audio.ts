import { call, callJson, idempotencyKey } from "./call.js";
import { numberOf, recordOf, textOf } from "./read.js";

export interface SpeechWish {
  readonly model: string;
  readonly voice: string;
  readonly speed: number;
}

/** A text as an MP3. */
export async function speak(text: string, wish: SpeechWish, signal: AbortSignal): Promise<Blob> {
  const body = {
    model: wish.model,
    input: text,
    response_format: "mp3",
    ...(wish.voice === "" ? {} : { voice: wish.voice }),
    ...(wish.speed === 1 ? {} : { speed: wish.speed }),
  };
  const response = await call("/v1/audio/speech", { method: "POST", body, headers: { "idempotency-key": idempotencyKey() }, signal });
  return new Blob([await response.arrayBuffer()], { type: "audio/mpeg" });
}

export interface Transcript {
  readonly text: string;
  readonly seconds: number | undefined;
  readonly costUsd: number | undefined;
}

/** A recording, written down. */
export async function transcribe(recording: File, wish: { readonly model: string; readonly language: string }): Promise<Transcript> {
  const form = new FormData();
  form.append("file", recording, recording.name);
  form.append("model", wish.model);
  if (wish.language !== "") form.append("language", wish.language);
  const body = recordOf(
    await callJson("/v1/audio/transcriptions", { method: "POST", body: form, headers: { "idempotency-key": idempotencyKey() } }),
  );
  const usage = recordOf(body["usage"]);
  return {
    text: textOf(body["text"])?.trim() ?? "",
    seconds: numberOf(body["duration"]) ?? numberOf(usage["seconds"]),
    costUsd: numberOf(usage["cost"]),
  };
}
