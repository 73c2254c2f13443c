import { readArray, readObject } from "@openclaw/core/internal";

/** The value behind an absolute JSON pointer (RFC 6901); `undefined` when there is none. */
export function resolvePointer(document: unknown, pointer: string): unknown {
  let value = document;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const object = readObject(value);
    value = object !== undefined && Object.hasOwn(object, name) ? object[name] : readArray(value)?.[Number(name)];
  }
  return value;
}
