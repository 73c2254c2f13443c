import type { ChatInput } from "@openclaw/chat";
import type { ModelTarget, Transport } from "@openclaw/core";

const STREAMED = '"stream":true';
const SHORT_TOKENS = 1_024;

/**
 * May this answer be asked for in one piece? Answers are streamed upstream even for clients that want them whole, because only a stream can
 * be cancelled without being billed to its end, watched for silence, and continued when it breaks. A short answer without reasoning is over
 * before any of that matters, and costs a fraction of the work.
 */
export function isShortAnswer({ params, modalities }: ChatInput, { traits }: ModelTarget): boolean {
  return params?.maxTokens !== undefined && params.maxTokens <= SHORT_TOKENS && traits.reasoning === undefined && modalities === undefined;
}

/** Asks for the first try's answer in one piece; later tries are streams again. */
export function askingWhole(real: Transport): Transport {
  let asked = false;
  return (request) => {
    if (asked || typeof request.body !== "string") return real(request);
    asked = true;
    return real({ ...request, headers: { ...request.headers, Accept: "application/json" }, body: notStreamed(request.body) });
  };
}

/** The same words inside a text are escaped there; inside another object they are told apart by reading the body. */
function notStreamed(body: string): string {
  const place = body.indexOf(STREAMED);
  if (place !== -1 && place === body.lastIndexOf(STREAMED))
    return `${body.slice(0, place)}"stream":false${body.slice(place + STREAMED.length)}`;
  return JSON.stringify({ ...(JSON.parse(body) as object), stream: false });
}
