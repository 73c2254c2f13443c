import { fileError } from "./file-error.js";

const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const MAX_NAME_BYTES = 200;

/**
 * Accepts a plain file name and nothing else: no folder, no way up, nothing hidden or reserved (IMG-3). For names that a model or a
 * server chose.
 *
 * @throws ToolkitError `file_io`
 */
export function checkFileName(name: string): string {
  const problem =
    name.trim() === "" || name === "." || name === ".."
      ? "is no name"
      : /[/\\\0]/.test(name)
        ? "leads out of the folder"
        : // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
          /[\u0000-\u001f\u007f<>:"|?*]/.test(name)
          ? "has characters that files may not have"
          : name.startsWith(".") || /[. ]$/.test(name) || RESERVED.test(name)
            ? "is hidden or reserved"
            : Buffer.byteLength(name) > MAX_NAME_BYTES
              ? "is too long"
              : undefined;
  if (problem === undefined) return name;
  throw fileError(`The file name ${JSON.stringify(name.slice(0, 80))} ${problem}.`, { hint: "Give a plain name such as picture.png." });
}

/** Makes a usable name out of any text, such as a name that a model suggested; `fallback` when nothing is left of it. */
export function sanitizeFileName(text: string, fallback: string): string {
  const last = text.split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .normalize("NFC")
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    .replace(/[\u0000-\u001f\u007f<>:"|?*]+/g, "-")
    .replace(/^[.\s-]+|[.\s-]+$/g, "");
  const bounded = clean.slice(0, 100);
  return bounded === "" || RESERVED.test(bounded) ? fallback : bounded;
}
