import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** One file of the page, with its compressed twins. */
export interface PageFile {
  readonly mediaType: string;
  /** Quoted, of the plain bytes. */
  readonly etag: string;
  readonly plain: Buffer;
  readonly br?: Buffer;
  readonly gzip?: Buffer;
}

/** Where the built page lies: beside the bundle, or in `dist` when the sources run. */
export function pageFolder(): string | undefined {
  const places = ["./web/", "../../dist/web/"].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(join(place, "index.html")));
}

/** Every file of the page by its URL path. The whole page is some hundred kilobytes, so it is kept in memory. */
export async function readPageFiles(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = new Map<string, PageFile>();
  for (const path of paths) {
    const mediaType = MEDIA_TYPES[extname(path)];
    if (mediaType === undefined) continue;
    const twin = async (ending: string): Promise<Buffer | undefined> =>
      paths.includes(path + ending) ? readFile(path + ending) : undefined;
    const [plain, br, gzip] = [await readFile(path), await twin(".br"), await twin(".gz")];
    const etag = `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`;
    const url = `/${path.slice(folder.length).replaceAll("\\", "/").replace(/^\/+/, "")}`;
    files.set(url, { mediaType, etag, plain, ...(br === undefined ? {} : { br }), ...(gzip === undefined ? {} : { gzip }) });
  }
  return files;
}
