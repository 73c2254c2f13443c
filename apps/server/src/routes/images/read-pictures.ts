import { createMediaFile, type MediaFile } from "@openclaw/media";
import { Refusal } from "../../errors/refusal.js";
import type { FormFile } from "../../http/read-form.js";

/** The pictures of a form's field, by their bytes (IMG-3). @throws Refusal for a file that is none: a provider would take money for it */
export function readPictures(files: readonly FormFile[], field: string): readonly MediaFile[] {
  return files.map(({ bytes, type }) => {
    const file = createMediaFile(bytes, type);
    if (bytes.byteLength > 0 && file.mediaType.startsWith("image/")) return file;
    const what = bytes.byteLength === 0 ? "the file is empty" : `this is ${file.mediaType.slice(0, 100)}`;
    throw new Refusal("body_unreadable", `${field}: a picture is needed, and ${what}. Nothing was sent.`, { param: field });
  });
}
