const EXTENSIONS: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/avif": "avif",
  "image/heic": "heic",
  "image/heif": "heif",
  "image/bmp": "bmp",
  "image/tiff": "tiff",
  "image/svg+xml": "svg",
  "video/mp4": "mp4",
  "video/webm": "webm",
  "video/quicktime": "mov",
  "video/x-matroska": "mkv",
  "video/x-msvideo": "avi",
  "audio/mpeg": "mp3",
  "audio/wav": "wav",
  "audio/pcm": "pcm",
  "audio/flac": "flac",
  "audio/ogg": "ogg",
  "audio/mp4": "m4a",
  "audio/aac": "aac",
  "audio/aiff": "aiff",
  "application/pdf": "pdf",
};

const ALIASES: Readonly<Record<string, string>> = {
  "image/jpg": "image/jpeg",
  "image/pjpeg": "image/jpeg",
  "image/svg": "image/svg+xml",
  "audio/mp3": "audio/mpeg",
  "audio/x-mp3": "audio/mpeg",
  "audio/wave": "audio/wav",
  "audio/x-wav": "audio/wav",
  "audio/vnd.wave": "audio/wav",
  "audio/x-flac": "audio/flac",
  "audio/x-m4a": "audio/mp4",
  "video/x-m4v": "video/mp4",
};

/** A media type in its usual spelling: lower case, without parameters, well-known aliases replaced. */
export function normalizeMediaType(text: string): string {
  const bare = (text.split(";", 1)[0] ?? "").trim().toLowerCase();
  return ALIASES[bare] ?? bare;
}

/** The file extension of a media type, without the dot; `bin` for one that is not known. */
export function extensionOf(mediaType: string): string {
  return EXTENSIONS[normalizeMediaType(mediaType)] ?? "bin";
}
