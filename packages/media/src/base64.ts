interface Base64Bytes {
  fromBase64?(text: string): Uint8Array<ArrayBuffer>;
}
interface Base64Text {
  toBase64?(): string;
}

const CHUNK_BYTES = 0x8000;

/**
 * Decodes base64 as it comes off the wire: either alphabet, with or without padding, blanks, and pieces that were padded each for itself
 * before they were joined. `undefined` when it is something else.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const clean = text.replace(/\s+/g, "").replaceAll("-", "+").replaceAll("_", "/");
  if (/=[^=]/.test(clean)) return decodePieces(clean);
  const bare = clean.replace(/=+$/, "");
  if (bare.length % 4 === 1 || !/^[A-Za-z0-9+/]*$/.test(bare)) return undefined;
  const padded = bare.padEnd(Math.ceil(bare.length / 4) * 4, "=");
  const native = Uint8Array as unknown as Base64Bytes;
  try {
    if (native.fromBase64 !== undefined) return native.fromBase64(padded);
    return Uint8Array.from(atob(padded), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function decodePieces(text: string): Uint8Array<ArrayBuffer> | undefined {
  const pieces = text.split(/=+/).map(decodeBase64);
  if (pieces.some((piece) => piece === undefined)) return undefined;
  return joinBytes(pieces.filter((piece) => piece !== undefined));
}

export function encodeBase64(bytes: Uint8Array): string {
  const native = bytes as Uint8Array & Base64Text;
  if (native.toBase64 !== undefined) return native.toBase64();
  let binary = "";
  // In chunks, because every byte becomes an argument.
  for (let start = 0; start < bytes.byteLength; start += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES));
  }
  return btoa(binary);
}

export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.byteLength;
  }
  return joined;
}
