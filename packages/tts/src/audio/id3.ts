const ID3_HEADER_BYTES = 10;
const ID3V1_BYTES = 128;

/** Length of the ID3v2 tag (header, body, footer) at `offset`; 0 when none stands there, `undefined` when too few bytes are in to tell. */
export function id3Bytes(bytes: Uint8Array, offset = 0): number | undefined {
  const head = bytes.subarray(offset, offset + ID3_HEADER_BYTES);
  const mark = [0x49, 0x44, 0x33];
  if (mark.some((code, index) => index < head.length && head[index] !== code)) return 0;
  if (head.length < ID3_HEADER_BYTES) return undefined;
  const [size3 = 0, size2 = 0, size1 = 0, size0 = 0] = head.subarray(6);
  // Seven bits a byte: an eighth bit means that this is no tag.
  if (((size3 | size2 | size1 | size0) & 0x80) !== 0) return 0;
  const footer = ((head[5] ?? 0) & 0x10) === 0 ? 0 : ID3_HEADER_BYTES;
  return ID3_HEADER_BYTES + ((size3 << 21) | (size2 << 14) | (size1 << 7) | size0) + footer;
}

/** True where an ID3v1 tag (`TAG` and 125 bytes, at the very end of a file) begins. */
export function isId3v1(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === 0x54 && bytes[offset + 1] === 0x41 && bytes[offset + 2] === 0x47 && bytes.length - offset === ID3V1_BYTES;
}
