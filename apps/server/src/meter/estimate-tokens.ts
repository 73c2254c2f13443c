// A picture or recording counts for about as much on every model that takes one.
const MEDIA_TOKENS = 3_000;
const MEDIA = /^data:|^[A-Za-z0-9+/]{2048,}={0,2}$/;

/** An upper bound of the tokens in a body: its texts by their bytes, media by a flat figure. */
export function boundTokens(body: unknown): number {
  if (typeof body === "string") return MEDIA.test(body) ? MEDIA_TOKENS : Buffer.byteLength(body);
  if (Array.isArray(body)) return body.reduce<number>((sum, item) => sum + 4 + boundTokens(item), 0);
  if (typeof body !== "object" || body === null) return 1;
  return Object.entries(body).reduce((sum, [name, value]) => sum + name.length + 2 + boundTokens(value), 0);
}
