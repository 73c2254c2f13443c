import { readAudioType } from "@openclaw/tts";
import { Refusal } from "../errors/refusal.js";
import { answerForward } from "../forward/answer-forward.js";
import type { Exchange } from "../http/exchange.js";
import { readJsonBody } from "../http/read-body.js";
import { type Form, readForm } from "../http/read-form.js";
import { sendText } from "../http/send-json.js";
import type { RouteDeps } from "../route-deps.js";

/** A recording, written down: OpenAI's form or OpenRouter's JSON, passed on as the latter (STT-1). */
export async function transcription(exchange: Exchange, deps: RouteDeps): Promise<void> {
  const { limits } = deps;
  const isForm = /^multipart\//i.test(exchange.header("content-type") ?? "");
  const body = isForm
    ? fromForm(await readForm(exchange, { maxBytes: limits.maxUploadBytes, timeoutMs: limits.bodyTimeoutMs }))
    : await readJsonBody(exchange, { maxBytes: limits.maxUploadBytes, timeoutMs: limits.bodyTimeoutMs });
  const { stream, ...asked } = body;
  const asEvents = stream === true;
  const asText = !asEvents && asked["response_format"] === "text";
  const sent = asText || asEvents ? { ...asked, response_format: "json" } : asked;
  await answerForward(exchange, deps, {
    path: "/audio/transcriptions",
    kind: "transcription",
    body: sent,
    retries: 1,
    ...(asEvents ? { answerJson: sendEvents } : asText ? { answerJson: sendTranscript } : {}),
  });

  function sendTranscript(json: Answer, headers: Headers): void {
    sendText(exchange, 200, `${textOf(json)}\n`, { ...headers, "content-type": "text/plain; charset=utf-8" });
  }

  // OpenRouter writes a recording down in one piece; OpenAI's clients read its events all the same.
  function sendEvents(json: Answer, headers: Headers): void {
    const text = textOf(json);
    const { usage } = json;
    const events = [
      { type: "transcript.text.delta", delta: text },
      { type: "transcript.text.done", text, ...(usage === undefined ? {} : { usage }) },
    ];
    const frames = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
    sendText(exchange, 200, frames, { ...headers, "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  }
}

type Answer = Readonly<Record<string, unknown>>;
type Headers = Readonly<Record<string, string>>;

function textOf({ text }: Answer): string {
  return typeof text === "string" ? text : "";
}

/** OpenAI's form as OpenRouter's JSON. */
function fromForm(form: Form): Readonly<Record<string, unknown>> {
  const [file] = form.files.get("file") ?? [];
  if (file === undefined) throw new Refusal("body_unreadable", "file: the recording is missing.", { param: "file" });
  const text = (name: string): string | undefined => form.texts.get(name)?.[0];
  const responseFormat = text("response_format") ?? "json";
  if (!["json", "verbose_json", "text"].includes(responseFormat)) {
    throw new Refusal("body_unreadable", "response_format: use json, verbose_json or text.", { param: "response_format" });
  }
  // Both are the caller's own, of any length, and an error repeats them.
  const format = readAudioType({ audio: file.bytes, mediaType: file.type.slice(0, 100), filename: file.name.slice(-100) });
  const temperature = text("temperature");
  const granularities = form.texts.get("timestamp_granularities");
  return {
    ...(text("model") === undefined ? {} : { model: text("model") }),
    input_audio: { data: Buffer.from(file.bytes).toString("base64"), format },
    response_format: responseFormat,
    ...(text("stream") === "true" ? { stream: true } : {}),
    ...(text("language") === undefined ? {} : { language: text("language") }),
    ...(temperature === undefined || !Number.isFinite(Number(temperature)) ? {} : { temperature: Number(temperature) }),
    ...(granularities === undefined ? {} : { timestamp_granularities: granularities }),
  };
}
