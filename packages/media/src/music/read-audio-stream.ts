import { ApiError, type ApiReply, readEventStream, StreamError, type TransportBody } from "@openclaw/core";
import { parseJson, readArray, readErrorValue, readNumber, readObject, readString } from "@openclaw/core/internal";
import { given } from "../given.js";

/** What a streamed answer held: the audio still as base64 text. */
export interface StreamedAudio {
  readonly base64: string;
  readonly transcript?: string;
  readonly text?: string;
  readonly costUsd?: number;
  readonly completionTokens?: number;
  readonly generationId?: string;
}

/**
 * Collects the audio of a chat stream (MUS-1). The pieces of base64 are joined as text before anything is decoded, because they are not cut
 * where bytes end (trap 30). Bounded.
 *
 * @throws ApiError for an error in the stream or `response_too_large`; StreamError `stream_truncated` when it does not say that it ended.
 */
export async function readAudioStream(
  reply: ApiReply,
  facts: { readonly what: string; readonly maxBytes: number },
): Promise<StreamedAudio> {
  const { what, maxBytes } = facts;
  // Base64 takes a third more, and the events around it some of their own.
  const stream = readEventStream(bounded(reply.body, maxBytes * 2, what));
  const pieces: string[] = [];
  let length = 0;
  let transcript = "";
  let text = "";
  let ended = false;
  let events = 0;
  let generationId: string | undefined;
  let usage: Readonly<Record<string, unknown>> | undefined;
  for (let batch = await stream.next(); batch !== undefined; batch = await stream.next()) {
    for (const data of batch) {
      events += 1;
      if (data === "[DONE]") ended = true;
      const chunk = readObject(parseJson(data));
      if (chunk === undefined) continue;
      const choice = readObject((readArray(chunk["choices"]) ?? [])[0]);
      const error = chunk["error"] ?? choice?.["error"];
      if (error !== undefined && error !== null) {
        await stream.cancel();
        throw readErrorValue(error, { status: 200, generationId: reply.generationId, midStream: true, what });
      }
      const delta = readObject(choice?.["delta"]) ?? readObject(choice?.["message"]);
      const audio = readObject(delta?.["audio"]);
      const piece = readString(audio?.["data"]) ?? "";
      length += piece.length;
      if (length > Math.ceil((maxBytes * 4) / 3) + 4) throw tooLarge(what, maxBytes);
      pieces.push(piece);
      transcript += readString(audio?.["transcript"]) ?? "";
      text += readString(delta?.["content"]) ?? "";
      if (typeof choice?.["finish_reason"] === "string") ended = true;
      usage = readObject(chunk["usage"]) ?? usage;
      generationId ??= readString(chunk["id"]);
    }
  }
  if (events === 0) throw noStream(reply, what);
  if (!ended) throw new StreamError(`The music from ${what} broke off before its end.`, { code: "stream_truncated" });
  return {
    base64: pieces.join(""),
    ...given({
      transcript: transcript === "" ? undefined : transcript,
      text: text === "" ? undefined : text,
      costUsd: readNumber(usage?.["cost"]),
      completionTokens: readNumber(usage?.["completion_tokens"]),
      generationId,
    }),
  };
}

/** A page of a gateway, an empty body, an answer that was not streamed: nothing of it says what became of the music. */
function noStream({ headers, status }: ApiReply, what: string): ApiError {
  const type = headers.get("content-type")?.split(";", 1)[0] ?? "nothing that can be read";
  return new ApiError(`${what} answered HTTP ${status} with ${type} instead of a stream of music.`, { code: "response_malformed", status });
}

function bounded(body: TransportBody, maxBytes: number, what: string): TransportBody {
  let received = 0;
  return {
    async read() {
      const piece = await body.read();
      received += piece?.byteLength ?? 0;
      if (received <= maxBytes) return piece;
      await body.cancel();
      throw tooLarge(what, maxBytes);
    },
    cancel: () => body.cancel(),
  };
}

function tooLarge(what: string, maxBytes: number): ApiError {
  return new ApiError(`The music from ${what} is larger than the limit of ${maxBytes} bytes.`, {
    code: "response_too_large",
    status: 200,
    hint: "Ask for mp3 or for less, or raise maxBytes.",
  });
}
