import { readAudioType } from "@openclaw/tts";
import { Refusal } from "../errors/refusal.js";
import { answerForward } from "../forward/answer-forward.js";
import type { Exchange } from "../http/exchange.js";
import { readJsonBody } from "../http/read-body.js";
import { type Form, readForm } from "../http/read-form.js";
import { sendText } from "../http/send-json.js";
import type { RouteDeps } from "./deps.js";

/** A recording, written down: OpenAI's form or OpenRouter's JSON, passed on as the latter (STT-1). */
export async function transcription(exchange: Exchange, deps: RouteDeps): Promise<void> {
  const { limits } = deps;
  const isForm = /^multipart\//i.test(exchange.header("content-type") ?? "");
  const body = isForm
    ? fromForm(await readForm(exchange, { maxBytes: limits.maxUploadBytes, timeoutMs: limits.bodyTimeoutMs }))
    : await readJsonBody(exchange, { maxBytes: limits.maxUploadBytes, timeoutMs: limits.bodyTimeoutMs });
  const asText = body["response_format"] === "text";
  const sent = asText ? { ...body, response_format: "json" } : body;
  await answerForward(exchange, deps, {
    path: "/audio/transcriptions",
    kind: "transcription",
    body: sent,
    retries: 1,
    ...(asText ? { answerJson: sendTranscript } : {}),
  });

  function sendTranscript(json: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>>): void {
    const text = typeof json["text"] === "string" ? json["text"] : "";
    sendText(exchange, 200, `${text}\n`, { ...headers, "content-type": "text/plain; charset=utf-8" });
  }
}

/** OpenAI's form as OpenRouter's JSON (API reference §6.2). */
function fromForm(form: Form): Readonly<Record<string, unknown>> {
  const [file] = form.files.get("file") ?? [];
  if (file === undefined) throw new Refusal("body_unreadable", "file: the recording is missing.", { param: "file" });
  const text = (name: string): string | undefined => form.texts.get(name)?.[0];
  const responseFormat = text("response_format") ?? "json";
  if (!["json", "verbose_json", "text"].includes(responseFormat)) {
    throw new Refusal("body_unreadable", "response_format: json, verbose_json and text are given.", { param: "response_format" });
  }
  // Both are the caller's own, of any length, and an error repeats them.
  const format = readAudioType({ audio: file.bytes, mediaType: file.type.slice(0, 100), fileName: file.name.slice(-100) });
  const temperature = text("temperature");
  const granularities = form.texts.get("timestamp_granularities");
  return {
    ...(text("model") === undefined ? {} : { model: text("model") }),
    input_audio: { data: Buffer.from(file.bytes).toString("base64"), format },
    response_format: responseFormat,
    ...(text("language") === undefined ? {} : { language: text("language") }),
    ...(temperature === undefined || !Number.isFinite(Number(temperature)) ? {} : { temperature: Number(temperature) }),
    ...(granularities === undefined ? {} : { timestamp_granularities: granularities }),
  };
}
