/** How many leading bytes are enough to tell. */
export const SNIFF_BYTES = 512;

interface Signature {
  readonly type: string;
  readonly at: number;
  readonly bytes: string | readonly number[];
}

const SIGNATURES: readonly Signature[] = [
  { type: "image/png", at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: "image/jpeg", at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: "image/gif", at: 0, bytes: "GIF87a" },
  { type: "image/gif", at: 0, bytes: "GIF89a" },
  { type: "image/tiff", at: 0, bytes: [0x49, 0x49, 0x2a, 0x00] },
  { type: "image/tiff", at: 0, bytes: [0x4d, 0x4d, 0x00, 0x2a] },
  { type: "audio/flac", at: 0, bytes: "fLaC" },
  { type: "audio/aiff", at: 8, bytes: "AIFF" },
  { type: "application/pdf", at: 0, bytes: "%PDF-" },
];

const BRANDS: Readonly<Record<string, string>> = {
  avif: "image/avif",
  avis: "image/avif",
  heic: "image/heic",
  heix: "image/heic",
  mif1: "image/heif",
  "M4A ": "audio/mp4",
  "M4B ": "audio/mp4",
  "qt  ": "video/quicktime",
};

/**
 * Tells what a file is by its first bytes (IMG-3): what a server says of it is a hint, what its bytes say is a fact.
 * `undefined` when they say nothing; text is recognised only as SVG.
 */
export function sniffMediaType(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, SNIFF_BYTES);
  const found = SIGNATURES.find((signature) => startsWith(head, signature.bytes, signature.at));
  return found?.type ?? sniffContainer(head) ?? sniffShort(head) ?? sniffFrame(head) ?? (isSvg(head) ? "image/svg+xml" : undefined);
}

/** True when the bytes are an HTML page, JSON or another text where a file was expected. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, SNIFF_BYTES);
  return head.length > 0 && !isSvg(head) && head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

function sniffContainer(head: Uint8Array): string | undefined {
  if (startsWith(head, "RIFF", 0)) {
    if (startsWith(head, "WEBP", 8)) return "image/webp";
    if (startsWith(head, "WAVE", 8)) return "audio/wav";
    return startsWith(head, "AVI ", 8) ? "video/x-msvideo" : undefined;
  }
  if (startsWith(head, "ftyp", 4)) return BRANDS[ascii(head.subarray(8, 12))] ?? "video/mp4";
  if (startsWith(head, [0x1a, 0x45, 0xdf, 0xa3], 0)) return ascii(head).includes("matroska") ? "video/x-matroska" : "video/webm";
  if (startsWith(head, "OggS", 0)) return "audio/ogg";
  return undefined;
}

/** Two letters, or three, may begin a text as well: what follows them in a file must be there too. */
function sniffShort(head: Uint8Array): string | undefined {
  const version = head[3] ?? 0;
  if (startsWith(head, "ID3", 0) && version >= 2 && version <= 4) return "audio/mpeg";
  const bitmap = startsWith(head, "BM", 0) && startsWith(head, [0, 0, 0, 0], 6) && startsWith(head, [0, 0, 0], 15);
  return bitmap ? "image/bmp" : undefined;
}

/** MPEG audio without a tag begins with a frame header whose reserved values must not occur. */
function sniffFrame(head: Uint8Array): string | undefined {
  const [first = 0, second = 0, third = 0] = head;
  if (first !== 0xff || (second & 0xe0) !== 0xe0 || head.length < 4) return undefined;
  const layer = (second >> 1) & 3;
  if (layer === 0) return (second & 0xf6) === 0xf0 ? "audio/aac" : undefined;
  // Layer I is not in use, and its header is the byte order mark of UTF-16.
  if (layer === 3) return undefined;
  const version = (second >> 3) & 3;
  return version === 1 || third >> 4 === 15 || ((third >> 2) & 3) === 3 ? undefined : "audio/mpeg";
}

function isSvg(head: Uint8Array): boolean {
  const text = new TextDecoder()
    .decode(head)
    .replace(/^\uFEFF/, "")
    .trimStart();
  const body = text.replace(/^(?:<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE[^>]*>|\s)+/i, "");
  return /^<svg[\s/>]/i.test(body);
}

function startsWith(bytes: Uint8Array, expected: string | readonly number[], at: number): boolean {
  const wanted = typeof expected === "string" ? Array.from(expected, (character) => character.charCodeAt(0)) : expected;
  return wanted.every((byte, index) => bytes[at + index] === byte);
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
