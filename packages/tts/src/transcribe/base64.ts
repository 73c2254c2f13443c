// A multiple of three, so that the pieces join without padding; small enough to be spread as arguments.
const PIECE_BYTES = 0x2000 * 3;

/** Base64 of bytes, for the wire. */
export function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE_BYTES))));
  return pieces.join("");
}
