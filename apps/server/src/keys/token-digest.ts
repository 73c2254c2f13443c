import { hash } from "node:crypto";

const MAX_TOKENS = 1_000;
const MAX_LENGTH = 256;
const known = new Map<string, Buffer>();

/**
 * SHA-256 of what a caller presents. The same tokens come again and again: their digests are remembered, and it is digests that are compared, so
 * that this tells nobody anything but that a token was presented before.
 */
export function tokenDigest(token: string): Buffer {
  const found = known.get(token);
  if (found !== undefined) return found;
  const digest = hash("sha256", token, "buffer");
  if (token.length > MAX_LENGTH) return digest;
  if (known.size >= MAX_TOKENS) known.clear();
  known.set(token, digest);
  return digest;
}
