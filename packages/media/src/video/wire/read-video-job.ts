import { readNumber, readObject, readString, readStrings } from "@openclaw/core/internal";
import { given } from "../../given.js";
import type { VideoJob } from "../video-job.js";

/** What a `/videos` reply says of a job; fields that are missing are left out. */
export type VideoJobFacts = Partial<Pick<VideoJob, "id" | "pollingUrl" | "generationId" | "fileUrls" | "costUsd" | "error">> & {
  readonly status: string;
};

/** Reads a job object leniently; a missing status counts as one that is not known. */
export function readVideoJob(json: Readonly<Record<string, unknown>>): VideoJobFacts {
  const text = (name: string): string | undefined => {
    const value = readString(json[name])?.trim();
    return value === "" ? undefined : value;
  };
  const urls = readStrings(json["unsigned_urls"])?.filter((url) => url.trim() !== "");
  return {
    status: text("status") ?? "unknown",
    ...given({
      id: text("id"),
      pollingUrl: text("polling_url"),
      generationId: text("generation_id"),
      fileUrls: urls === undefined || urls.length === 0 ? undefined : urls,
      costUsd: readNumber(readObject(json["usage"])?.["cost"]),
      error: text("error") ?? readString(readObject(json["error"])?.["message"]),
    }),
  };
}
