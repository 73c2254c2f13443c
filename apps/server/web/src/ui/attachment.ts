import { bytes } from "./format.js";

export type AttachmentKind = "image" | "file" | "audio" | "video" | "text";

/** A file that goes with what is asked. */
export interface Attachment {
  readonly id: number;
  readonly name: string;
  readonly kind: AttachmentKind;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Its bytes as a data URL; of a text, the text itself. */
  readonly payload: string;
}

/** The server's own limit for a body is 32 MiB, and base64 is a third longer than what it holds. */
const MAX_BYTES = 20_000_000;

/** What the API calls a sound of this type. */
export const AUDIO_FORMATS: Readonly<Record<string, string>> = {
  "audio/mpeg": "mp3",
  "audio/mp3": "mp3",
  "audio/wav": "wav",
  "audio/x-wav": "wav",
  "audio/wave": "wav",
  "audio/flac": "flac",
  "audio/ogg": "ogg",
  "audio/mp4": "m4a",
  "audio/x-m4a": "m4a",
  "audio/aac": "aac",
  "audio/webm": "webm",
};

/** A text becomes part of the question, and a question of a megabyte is a mistake. */
const MAX_TEXT_BYTES = 500_000;
/** Browsers know few of them: TypeScript is a video to most. */
const TEXT_NAME =
  /\.(?:txt|md|markdown|csv|tsv|json|jsonl|ya?ml|toml|ini|log|xml|html?|css|scss|sql|sh|ps1|[cm]?[jt]sx?|py|rb|go|rs|java|kt|swift|c|h|cc|cpp|hpp|cs|php|lua|r|tex|diff|patch|env|conf)$/i;

let lastId = 0;

/** What a file is to a model; `undefined` for what no model reads. */
function kindOf(mediaType: string, name: string): AttachmentKind | undefined {
  if (TEXT_NAME.test(name)) return "text";
  if (/^image\/(?:png|jpeg|webp|gif)$/.test(mediaType)) return "image";
  if (mediaType === "application/pdf") return "file";
  if (mediaType in AUDIO_FORMATS) return "audio";
  if (/^video\/(?:mp4|mpeg|quicktime|webm)$/.test(mediaType)) return "video";
  return mediaType.startsWith("text/") ? "text" : undefined;
}

/** Reads a file. @throws Error in words for the screen */
export async function readAttachment(file: File): Promise<Attachment> {
  const mediaType = file.type.split(";", 1)[0] ?? "";
  const kind = kindOf(mediaType, file.name);
  if (kind === undefined) throw new Error(`${file.name} cannot be attached: texts, images, PDF, audio and video can.`);
  const most = kind === "text" ? MAX_TEXT_BYTES : MAX_BYTES;
  if (file.size > most) throw new Error(`${file.name} is ${bytes(file.size)}; at most ${bytes(most)} can be attached.`);
  const payload = kind === "text" ? await file.text() : await dataUrlOf(file);
  return { id: ++lastId, name: file.name, kind, mediaType, sizeBytes: file.size, payload };
}

function dataUrlOf(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result as string));
    reader.addEventListener("error", () => reject(new Error("The file could not be read.")));
    reader.readAsDataURL(file);
  });
}
