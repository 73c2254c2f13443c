import type { Attachment, AttachmentKind } from "../ui/attachment.js";

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
