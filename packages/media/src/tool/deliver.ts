import type { JsonObject, Warning } from "@openclaw/core";
import type { MediaFile } from "../media-file.js";
import type { DeliveredFile, DeliveryNote, MediaKind, MediaToolResult } from "./media-tool.js";

const PLURALS: Readonly<Record<MediaKind, string>> = { image: "images", video: "videos", music: "tracks" };
const SINGULARS: Readonly<Record<MediaKind, string>> = { image: "image", video: "video", music: "track" };

/** Hands the files over and writes the tool's result (as in OpenClaw). */
export async function deliverMedia<Item extends Pick<MediaFile, "mediaType">>(
  files: readonly Item[],
  context: { readonly deliver?: ((files: readonly Item[], about: DeliveryNote) => Promise<readonly DeliveredFile[]>) | undefined },
  about: {
    readonly kind: MediaKind;
    readonly filename: string | undefined;
    readonly model: string;
    readonly warnings: readonly Warning[];
    readonly details: JsonObject;
  },
): Promise<MediaToolResult> {
  const { kind, filename, model, warnings, details } = about;
  const delivered = await context.deliver?.(files, filename === undefined ? { kind } : { kind, filename });
  const what = files.length === 1 ? SINGULARS[kind] : PLURALS[kind];
  const lines = [`Generated ${files.length} ${what} with ${model}.`];
  for (const { path, url } of delivered ?? []) lines.push(path ?? url ?? "");
  for (const { message } of warnings) lines.push(`Warning: ${message}`);
  const paths = (delivered ?? []).map(({ path }) => path).filter((path) => path !== undefined);
  const urls = (delivered ?? []).map(({ url }) => url).filter((url) => url !== undefined);
  return {
    text: lines.filter((line) => line !== "").join("\n"),
    details: {
      provider: "openrouter",
      model,
      count: files.length,
      paths,
      mediaUrls: urls,
      mediaTypes: files.map((file) => file.mediaType),
      ...details,
    },
    files: delivered === undefined ? files.flatMap((file) => (isMediaFile(file) ? [file] : [])) : [],
  };
}

function isMediaFile(file: Pick<MediaFile, "mediaType">): file is MediaFile {
  return "bytes" in file;
}

/** A value as JSON has it: what is `undefined` or no data is gone. */
export function toJson(value: unknown): JsonObject[string] {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as JsonObject[string]);
}
