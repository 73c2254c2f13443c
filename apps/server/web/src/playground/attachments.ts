import { bytes } from "../ui/format.js";
import type { Json } from "../api/read.js";

export type AttachmentKind = "image" | "file" | "audio" | "video" | "text";

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

/** The message of a question, as the API takes it. */
export function questionContent(text: string, attachments: readonly Attachment[]): string | readonly Json[] {
  if (attachments.length === 0) return text;
  return [...(text === "" ? [] : [{ type: "text", text }]), ...attachments.map(partOf)];
}

function partOf({ kind, name, mediaType, payload }: Attachment): Json {
  switch (kind) {
    case "image":
      return { type: "image_url", image_url: { url: payload } };
    case "file":
      return { type: "file", file: { filename: name, file_data: payload } };
    case "audio":
      return {
        type: "input_audio",
        input_audio: { data: payload.slice(payload.indexOf(",") + 1), format: AUDIO_FORMATS[mediaType] ?? "mp3" },
      };
    case "text":
      return { type: "text", text: fenced(name, payload) };
    case "video":
      return { type: "video_url", video_url: { url: payload } };
  }
}

/** A file's text as a block of code, in a fence that is longer than any within it. */
function fenced(name: string, text: string): string {
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  const language = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  return `${name}:\n\n${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}

const KIND_WORDS: Readonly<Record<AttachmentKind, string>> = {
  text: "texts",
  image: "images",
  file: "PDF files",
  audio: "audio",
  video: "video",
};

/** What the chosen model cannot read of what is attached; `undefined` when it can, or when nothing is known of the model. */
export function misfit(attachments: readonly Attachment[], input: readonly string[] | undefined, modelName: string): string | undefined {
  if (input === undefined || input.length === 0) return undefined;
  // A PDF is turned into text for models that read no files.
  const kinds = [...new Set(attachments.map(({ kind }) => kind))].filter(
    (kind) => kind !== "file" && kind !== "text" && !input.includes(kind),
  );
  if (kinds.length === 0) return undefined;
  return `${modelName} does not read ${kinds.map((kind) => KIND_WORDS[kind]).join(" or ")}: choose another model or take the attachment away.`;
}
