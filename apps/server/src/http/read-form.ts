import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "./exchange.js";
import { type BodyLimits, readBody } from "./read-body.js";

export interface FormFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A form with files in it; every field may stand there several times. */
export interface Form {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly files: ReadonlyMap<string, readonly FormFile[]>;
}

const MAX_PARTS = 64;

/** Reads `multipart/form-data`. @throws Refusal when it is something else, or cannot be read */
export async function readForm(exchange: Exchange, limits: BodyLimits): Promise<Form> {
  const type = exchange.header("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type))
    throw new Refusal("media_type_unsupported", "The body must be a form: send content-type: multipart/form-data.");
  const body = await readBody(exchange, limits);
  let data: FormData;
  try {
    data = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  } catch {
    throw new Refusal("body_unreadable", "The form could not be read.");
  }
  const texts = new Map<string, string[]>();
  const files = new Map<string, FormFile[]>();
  let parts = 0;
  for (const [field, value] of data) {
    if (++parts > MAX_PARTS) throw new Refusal("body_unreadable", `The form has more than ${MAX_PARTS} parts.`);
    // OpenAI's clients write lists as `image[]`.
    const name = field.replace(/\[\]$/, "");
    if (typeof value === "string") texts.set(name, [...(texts.get(name) ?? []), value]);
    else
      files.set(name, [
        ...(files.get(name) ?? []),
        { name: value.name, type: value.type, bytes: new Uint8Array(await value.arrayBuffer()) },
      ]);
  }
  return { texts, files };
}
