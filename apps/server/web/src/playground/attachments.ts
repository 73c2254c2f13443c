import { bytes } from "../ui/format.js";
import type { Json } from "../api/read.js";

export type AttachmentKind = "image" | "file" | "audio" | "video";

export interface Attachment {
  readonly id: number;
  readonly name: string;
  readonly kind: AttachmentKind;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly dataUrl: string;
}

/** The server's own limit for a body is 32 MiB, and base64 is a third longer than what it holds. */
const MAX_BYTES = 20_000_000;

const AUDIO_FORMATS: Readonly<Record<string, string>> = {
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

let lastId = 0;

/** What a file is to a model; `undefined` for what no model reads. */
function kindOf(mediaType: string): AttachmentKind | undefined {
  if (/^image\/(?:png|jpeg|webp|gif)$/.test(mediaType)) return "image";
  if (mediaType === "application/pdf") return "file";
  if (mediaType in AUDIO_FORMATS) return "audio";
  return /^video\/(?:mp4|mpeg|quicktime|webm)$/.test(mediaType) ? "video" : undefined;
}

/** Reads a file. @throws Error in words for the screen */
export async function readAttachment(file: File): Promise<Attachment> {
  const mediaType = file.type.split(";", 1)[0] ?? "";
  const kind = kindOf(mediaType);
  if (kind === undefined) throw new Error(`${file.name} cannot be attached: images, PDF, audio and video can.`);
  if (file.size > MAX_BYTES) throw new Error(`${file.name} is ${bytes(file.size)}; at most ${bytes(MAX_BYTES)} can be attached.`);
  return { id: ++lastId, name: file.name, kind, mediaType, sizeBytes: file.size, dataUrl: await dataUrlOf(file) };
}

function dataUrlOf(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result as string));
    reader.addEventListener("error", () => reject(new Error("The file could not be read.")));
    reader.readAsDataURL(file);
  });
}

/** The message of a question, as the API takes it. */
export function questionContent(text: string, attachments: readonly Attachment[]): string | readonly Json[] {
  if (attachments.length === 0) return text;
  return [...(text === "" ? [] : [{ type: "text", text }]), ...attachments.map(partOf)];
}

function partOf({ kind, name, mediaType, dataUrl }: Attachment): Json {
  switch (kind) {
    case "image":
      return { type: "image_url", image_url: { url: dataUrl } };
    case "file":
      return { type: "file", file: { filename: name, file_data: dataUrl } };
    case "audio":
      return {
        type: "input_audio",
        input_audio: { data: dataUrl.slice(dataUrl.indexOf(",") + 1), format: AUDIO_FORMATS[mediaType] ?? "mp3" },
      };
    case "video":
      return { type: "video_url", video_url: { url: dataUrl } };
  }
}

const KIND_WORDS: Readonly<Record<AttachmentKind, string>> = { image: "images", file: "PDF files", audio: "audio", video: "video" };

/** What the chosen model cannot read of what is attached; `undefined` when it can, or when nothing is known of the model. */
export function misfit(attachments: readonly Attachment[], input: readonly string[] | undefined, modelName: string): string | undefined {
  if (input === undefined || input.length === 0) return undefined;
  // A PDF is turned into text for models that read no files.
  const kinds = [...new Set(attachments.map(({ kind }) => kind))].filter((kind) => kind !== "file" && !input.includes(kind));
  if (kinds.length === 0) return undefined;
  return `${modelName} does not read ${kinds.map((kind) => KIND_WORDS[kind]).join(" or ")}: choose another model or take the attachment away.`;
}
