import { Secret } from "@openclaw/core";
import { readObject, readString } from "@openclaw/core/internal";
import type { SecretRef } from "./secret-types.js";
import { secretRefSchema } from "../schema/secret-input.js";

const SHORTHAND = /^\$(?:\{([A-Z_][A-Z0-9_]*)\}|([A-Z_][A-Z0-9_]*))$/;

/** The reference that a configured secret is, in any of its spellings: an object, `"${NAME}"` or `"$NAME"`. `undefined` for a plain value. */
export function readSecretRef(input: unknown): SecretRef | undefined {
  if (input instanceof Secret) return readSecretRef(input.reveal());
  const text = readString(input);
  if (text !== undefined) {
    const match = SHORTHAND.exec(text.trim());
    const id = match?.[1] ?? match?.[2];
    return id === undefined ? undefined : { source: "env", id };
  }
  if (readObject(input) === undefined) return undefined;
  const parsed = secretRefSchema.safeParse(input);
  if (!parsed.success) return undefined;
  const { source, provider, id } = parsed.data;
  return provider === undefined ? { source, id } : { source, provider, id };
}

/** Names a reference in messages: `file:vault:/openrouter/key`. The id is a name, not a secret. */
export function describeSecretRef(ref: SecretRef): string {
  return `${ref.source}:${ref.provider ?? "default"}:${ref.id}`;
}
