import { REDACTED, redactShapes } from "./redact-shapes.js";

const MIN_KNOWN_SECRET_LENGTH = 4;

/**
 * Removes secrets from a text that will be shown or logged (KEY-6): everything key-shaped, and each of `knownSecrets`
 * wherever it appears, also percent-encoded.
 */
export function redact(text: string, knownSecrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of knownSecrets) {
    if (secret.length < MIN_KNOWN_SECRET_LENGTH) continue;
    clean = clean.replaceAll(secret, REDACTED).replaceAll(encodeURIComponent(secret), REDACTED);
  }
  return redactShapes(clean);
}
