import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "./exchange.js";
import { ClientGone } from "./exchange.js";

export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Reads a request's body whole (SRV-8). @throws Refusal when it is too large, too slow or compressed; ClientGone when it breaks off */
export function readBody(exchange: Exchange, { maxBytes, timeoutMs }: BodyLimits): Promise<Buffer> {
  const { request, body } = exchange;
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
      exchange.onBody?.(length);
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

/** JSON deeper than this is no request but an attack on whoever walks it; so is one of so many fields, which a single request would hold everybody up with. */
const MAX_DEPTH = 200;
const MAX_FIELDS = 1_000;
const MAX_INNER_FIELDS = 50_000;
/** Of lists, all together: more than anybody embeds at once. */
const MAX_ITEMS = 500_000;

/** Reads a JSON body. @throws Refusal `body_unreadable` when it is no JSON object, or nested absurdly deep */
export async function readJsonBody(exchange: Exchange, limits: BodyLimits): Promise<Readonly<Record<string, unknown>>> {
  const type = exchange.request.headers["content-type"];
  // Browsers may send text/plain anywhere without asking first; JSON they may not.
  if (type !== undefined && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new Refusal("media_type_unsupported", "The body must be JSON: send content-type: application/json.");
  }
  const text = withoutMark((await readBody(exchange, limits)).toString("utf8"));
  const { depth, fields, innerFields, items } = shapeOf(text);
  if (depth > MAX_DEPTH) throw new Refusal("body_unreadable", `The body is nested deeper than ${MAX_DEPTH} levels.`);
  if (fields > MAX_FIELDS || innerFields > MAX_INNER_FIELDS) {
    throw new Refusal("body_unreadable", `The body has more than ${MAX_FIELDS} fields, or more than ${MAX_INNER_FIELDS} inside of them.`);
  }
  if (items > MAX_ITEMS) throw new Refusal("body_unreadable", `The body has more than ${MAX_ITEMS} values.`);
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

/** Some editors and shells begin a text with a byte order mark, which is no part of it (RFC 8259, 8.1). */
function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

interface Shape {
  readonly depth: number;
  readonly fields: number;
  readonly innerFields: number;
  readonly items: number;
}

/** How deep a JSON text goes and how many fields it has, before it is parsed; right for what is JSON, and enough to refuse what is not. */
function shapeOf(text: string): Shape {
  let depth = 0;
  let deepest = 0;
  let fields = 0;
  let innerFields = 0;
  let items = 0;
  // Few brackets and colons cannot nest too deep or make too many fields. Searching for them costs next to nothing beside looking at each character.
  const fewItems = text.length <= MAX_ITEMS || hasFew(text, ",", MAX_ITEMS);
  if (fewItems && hasFew(text, "{[", MAX_DEPTH) && hasFew(text, ":", MAX_FIELDS)) return { depth, fields, innerFields, items };
  let inText = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inText) {
      if (code === 0x5c) index++;
      else if (code === 0x22) inText = false;
    } else if (code === 0x22) inText = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
    else if (code === 0x2c) items++;
    else if (code === 0x3a) {
      if (depth === 1) fields++;
      else innerFields++;
    }
  }
  return { depth: deepest, fields, innerFields, items };
}

/** Those inside of texts are counted too. */
function hasFew(text: string, marks: string, limit: number): boolean {
  let left = limit;
  for (const mark of marks) {
    for (let place = text.indexOf(mark); place !== -1; place = text.indexOf(mark, place + 1)) if (left-- === 0) return false;
  }
  return true;
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal("body_too_large", `The body is larger than ${maxBytes} bytes.`);
}
