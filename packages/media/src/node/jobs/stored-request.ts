import type { JsonObject } from "@openclaw/core";
import { parseJson, readObject } from "@openclaw/core/internal";
import { readFile, rm } from "node:fs/promises";
import { referenceUrl } from "../../media-file.js";
import type { VideoRequest } from "../../video/video-request.js";
import { describeStateError, fileError } from "../file-error.js";
import { writeMediaFile } from "../write-media-file.js";
import { jobFolder, requestPath } from "./job-folder.js";
import { findJob, type JobStoreOptions } from "./list.js";

type StoredRequest = Omit<VideoRequest, "target">;

/** Keeps a request as JSON, its pictures as data URLs, readable by its owner only. No key is in it. */
export async function storeRequest(folder: string, id: string, request: StoredRequest): Promise<void> {
  const images = request.images?.map(({ image, role }) => ({
    image: { url: referenceUrl(image) },
    ...(role === undefined ? {} : { role }),
  }));
  await storeJson(folder, id, { ...request, target: undefined, ...(images === undefined ? {} : { images }) });
}

/** Keeps what another process needs to go on, readable by its owner only. */
export async function storeJson(folder: string, id: string, value: object): Promise<void> {
  await writeMediaFile(requestPath(folder, id), new TextEncoder().encode(JSON.stringify(value)), { force: true, mode: 0o600 });
}

/** @throws ToolkitError `file_io` when it is gone or damaged: what was never sent must then be asked for anew. */
export async function loadRequest(folder: string, id: string): Promise<StoredRequest> {
  return loadJson(folder, id);
}

async function loadJson(folder: string, id: string): Promise<JsonObject> {
  const path = requestPath(folder, id);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw describeStateError(error, "read", path);
  });
  const request = readObject(parseJson(text));
  if (request === undefined) throw fileError(`${path} cannot be read any more.`, { hint: "Start it anew." });
  return request as JsonObject;
}

/**
 * What a job that is made piece by piece was begun with (`PaidWork.resume`), for a process that goes on with it.
 *
 * @throws JobError `not_found`; ToolkitError `file_io` when it is gone or damaged
 */
export async function readJobRequest(id: string, options: JobStoreOptions): Promise<JsonObject> {
  const { id: whole } = await findJob(id, options);
  return loadJson(jobFolder(options.stateDir, options.kind), whole);
}

/** Not needed once the file is there: it may hold pictures of many megabytes. */
export async function forgetRequest(folder: string, id: string): Promise<void> {
  await rm(requestPath(folder, id), { force: true });
}
