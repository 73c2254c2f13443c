import { charge, checkBalance } from "../account/charge.js";
import { priceOf } from "../catalogue/model-row.js";
import type { SandboxContext } from "../context.js";
import { HTML_PAGE } from "../faults/early-faults.js";
import type { Exchange } from "../http/exchange.js";
import type { Handler } from "../http/match-route.js";
import { sendBytes, sendJson } from "../http/reply.js";
import { cutOff } from "../http/steps.js";
import { writeId3 } from "../media/encode/id3.js";
import { makeGenerationId } from "../wire/make-id.js";
import { roundUsd } from "../wire/round-usd.js";
import { readSpeechRequest, type SpeechRequest } from "./read-speech-request.js";

const TYPES = { mp3: "audio/mpeg", pcm: "audio/pcm;rate=24000;channels=1" };

/** `POST /audio/speech`: sound, sent sentence by sentence as it is spoken. Priced by the input character. */
export const createSpeech: Handler = async (exchange, sandbox) => {
  if (spoilt(exchange)) return;
  const request = readSpeechRequest(exchange.body);
  const perLetter = priceOf(request.model.row, "prompt");
  const costUsd = roundUsd(perLetter * request.text.length);
  checkBalance(sandbox, costUsd, { tokens: request.text.length, perToken: perLetter });
  const startedAt = sandbox.options.now();
  const id = makeGenerationId(startedAt, "tts");
  await stream(exchange, sandbox, request, id);
  charge(sandbox, costUsd);
  sandbox.generations.add({
    id,
    model: request.model.responseId,
    apiType: "tts",
    createdAt: startedAt,
    finishedAt: sandbox.options.now(),
    streamed: true,
    cancelled: exchange.gone.aborted,
    finishReason: "stop",
    nativeFinishReason: "stop",
    promptTokens: request.text.length,
    completionTokens: 0,
    reasoningTokens: 0,
    cachedTokens: 0,
    costUsd,
    input: request.text,
  });
};

async function stream(exchange: Exchange, sandbox: SandboxContext, request: SpeechRequest, id: string): Promise<void> {
  const { response, fault } = exchange;
  const wrong = fault?.name === "wrong-content-type" ? fault.param || "application/octet-stream" : undefined;
  const open = (): void => {
    if (response.headersSent) return;
    response.writeHead(200, { "content-type": wrong ?? TYPES[request.format], "X-Generation-Id": id });
    if (request.format === "mp3") response.write(writeId3(request.text));
  };
  const heard: Uint8Array[] = [];
  let cut = false;
  await sandbox.studio.run(
    { kind: "speech", text: request.text, voice: request.voice, speed: request.speed, format: request.format },
    (chunk) => {
      if (chunk.length === 0 || cut || exchange.gone.aborted) return;
      open();
      cut = fault?.name === "speech-cut";
      heard.push(chunk);
      response.write(cut ? chunk.subarray(0, Math.ceil(chunk.length / 2)) : chunk);
    },
  );
  if (cut) return cutOff(exchange);
  open();
  sandbox.spoken.remember(Buffer.concat(heard), request.text);
  response.end();
}

/** Answers that are no sound, when a fault wants one. True when one was sent. */
function spoilt(exchange: Exchange): boolean {
  const { fault } = exchange;
  switch (fault?.name) {
    case "speech-json-error":
      if (fault.param === "zod")
        sendJson(
          exchange,
          { success: false, error: { name: "ZodError", message: '[{"code":"invalid_type","path":["voice"],"message":"Required"}]' } },
          400,
        );
      else sendJson(exchange, { error: { code: 502, message: "Provider returned error" } });
      return true;
    case "speech-html":
    case "html-download":
      sendBytes(exchange, Buffer.from(HTML_PAGE), "text/html; charset=UTF-8");
      return true;
    case "speech-empty":
    case "zero-byte":
      sendBytes(exchange, Buffer.alloc(0), TYPES.mp3);
      return true;
    default:
      return false;
  }
}
