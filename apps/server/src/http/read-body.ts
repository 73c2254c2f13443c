import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "./exchange.js";
import { ClientGone } from "./exchange.js";

export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Reads a request's body whole (SRV-8). @throws Refusal when it is too large, too slow or compressed; ClientGone when it breaks off */
export function readBody({ request, body }: Exchange, { maxBytes, timeoutMs }: BodyLimits): Promise<Buffer> {
  if (body !== undefined) return body.length > maxBytes ? Promise.reject(tooLarge(maxBytes)) : Promise.resolve(body);
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBytes) return Promise.reject(tooLarge(maxBytes));
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    return Promise.reject(new Refusal("media_type_unsupported", `A body with content-encoding "${encoding.slice(0, 40)}" is not taken.`));
  }
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const settle = (outcome: Buffer | Error): void => {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("error", onBroken).off("close", onBroken);
      if (outcome instanceof Error) {
        request.pause();
        reject(outcome);
      } else resolve(outcome);
    };
    const onData = (piece: Buffer): void => {
      length += piece.length;
      if (length > maxBytes) settle(tooLarge(maxBytes));
      else pieces.push(piece);
    };
    const onEnd = (): void => {
      const [first] = pieces;
      settle(pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces, length));
    };
    const onBroken = (): void => settle(new ClientGone());
    const timer = setTimeout(
      () => settle(new Refusal("body_timeout", `The body was not complete after ${timeoutMs / 1000} s.`)),
      timeoutMs,
    );
    request.on("data", onData).on("end", onEnd).on("error", onBroken).on("close", onBroken);
  });
}

/** JSON deeper than this is no request but an attack on whoever walks it. */
const MAX_DEPTH = 200;

/** Reads a JSON body. @throws Refusal `body_unreadable` when it is no JSON object, or nested absurdly deep */
export async function readJsonBody(exchange: Exchange, limits: BodyLimits): Promise<Readonly<Record<string, unknown>>> {
  const type = exchange.request.headers["content-type"];
  // Browsers may send text/plain anywhere without asking first; JSON they may not.
  if (type !== undefined && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new Refusal("media_type_unsupported", "The body must be JSON: send content-type: application/json.");
  }
  const text = (await readBody(exchange, limits)).toString("utf8");
  if (nestingOf(text) > MAX_DEPTH) throw new Refusal("body_unreadable", `The body is nested deeper than ${MAX_DEPTH} levels.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(
      "body_unreadable",
      text.trim() === "" ? "The body is empty; a JSON object was expected." : "The body is not valid JSON.",
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Refusal("body_unreadable", "The body must be a JSON object.");
  }
  return value as Record<string, unknown>;
}

/** The deepest run of opening brackets; brackets inside texts count too, which only errs on the safe side for absurd texts. */
function nestingOf(text: string): number {
  // Short bodies cannot nest deep enough to matter.
  if (text.length < MAX_DEPTH * 2) return 0;
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inText) {
      if (code === 0x5c) index++;
      else if (code === 0x22) inText = false;
    } else if (code === 0x22) inText = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
  }
  return deepest;
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal("body_too_large", `The body is larger than ${maxBytes} bytes.`);
}
