import { parseJson, readObject } from "@openclaw/core/internal";
import { readFile, rm } from "node:fs/promises";
import { referenceUrl } from "../../media-file.js";
import type { VideoRequest } from "../../video/video-request.js";
import { describeStateError, fileError } from "../file-error.js";
import { writeMediaFile } from "../write-media-file.js";
import { requestPath } from "./job-folder.js";

type StoredRequest = Omit<VideoRequest, "target">;

/** Keeps a request as JSON, its pictures as data URLs, readable by its owner only. No key is in it. */
export async function storeRequest(folder: string, id: string, request: StoredRequest): Promise<void> {
  const images = request.images?.map(({ image, role }) => ({
    image: { url: referenceUrl(image) },
    ...(role === undefined ? {} : { role }),
  }));
  const text = JSON.stringify({ ...request, target: undefined, ...(images === undefined ? {} : { images }) });
  await writeMediaFile(requestPath(folder, id), new TextEncoder().encode(text), { force: true, mode: 0o600 });
}

/** @throws ToolkitError `file_io` when it is gone or damaged: what was never sent must then be asked for anew. */
export async function loadRequest(folder: string, id: string): Promise<StoredRequest> {
  const path = requestPath(folder, id);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw describeStateError(error, "read", path);
  });
  const request = readObject(parseJson(text));
  if (request === undefined) throw fileError(`${path} cannot be read any more.`, { hint: "Start the video anew." });
  return request;
}

/** Not needed once the video is there: it may hold pictures of many megabytes. */
export async function forgetRequest(folder: string, id: string): Promise<void> {
  await rm(requestPath(folder, id), { force: true });
}
