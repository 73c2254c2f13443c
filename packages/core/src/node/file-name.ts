import { win32 } from "node:path";

// Windows keeps these for devices, whatever ending they have and however they are written.
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]) *(?:\.|$)/i;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const FORBIDDEN = /[\u0000-\u001f\u007f<>:"|?*]/;
// Leaves room for an ending, a number and the name of a temporary file: file systems take 255 bytes.
const MAX_NAME_BYTES = 200;
const MAX_MADE_BYTES = 120;

/** Why a text is no file name on Windows, macOS and Linux alike; `undefined` when it is one. The one owner of that question. */
export function fileNameProblem(name: string): string | undefined {
  if (name.trim() === "" || name === "." || name === "..") return "is no name";
  if (/[/\\\0]/.test(name)) return "leads out of the folder";
  if (FORBIDDEN.test(name)) return "has characters that files may not have";
  if (/[. ]$/.test(name) || RESERVED.test(name)) return "is reserved";
  return Buffer.byteLength(name) > MAX_NAME_BYTES ? "is too long" : undefined;
}

/** Makes a file name out of any text, such as one that a model or a server chose; `fallback` when nothing is left of it. */
export function safeFileName(text: string, fallback: string): string {
  const last = text.split(/[/\\]/).at(-1) ?? "";
  const clean = last.normalize("NFC").replaceAll(new RegExp(`${FORBIDDEN.source}+`, "g"), "-");
  // A name that begins with a dot would be hidden.
  const bounded = boundedName(clean.replace(/^[.\s-]+/, ""), MAX_MADE_BYTES).replace(/[.\s-]+$/, "");
  return fileNameProblem(bounded) === undefined ? bounded : fallback;
}

/** As much of a name as fits, without half a character at its end. */
export function boundedName(name: string, maxBytes: number): string {
  let kept = "";
  let bytes = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept;
}

/** Why Windows cannot make a file of that path, or would make another one: `what?.png`, `a:b.png` (a stream of `a`), `nul.txt`. */
export function windowsPathProblem(path: string): string | undefined {
  const { root } = win32.parse(path);
  for (const part of path.slice(root.length).split(/[/\\]/)) {
    const problem = part === "" || part === "." || part === ".." ? undefined : fileNameProblem(part);
    if (problem !== undefined) return `${JSON.stringify(part)} ${problem}`;
  }
  return undefined;
}
