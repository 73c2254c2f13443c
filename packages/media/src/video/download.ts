import {
  ApiError,
  type Download,
  endpointUrl,
  JobError,
  type ModelTarget,
  openDownload,
  type PartialDownload,
  ToolkitError,
  type TransportBody,
} from "@openclaw/core";
import { joinBytes } from "../base64.js";
import { given } from "../given.js";
import { extensionOf, normalizeMediaType } from "../media-types.js";
import type { MediaOptions } from "../options.js";
import { looksLikeText, SNIFF_BYTES, sniffMediaType } from "../sniff-media-type.js";
import { refuseForeign, type VideoJob } from "./video-job.js";
import { wholeMp4 } from "./whole-mp4.js";

/** Default bound of one video. */
export const MAX_VIDEO_BYTES = 1024 * 1024 * 1024;

export interface DownloadVideoOptions extends Omit<MediaOptions, "catalog" | "circuits" | "failover" | "timeoutMs"> {
  /** Endpoint and key; the model does not matter. */
  readonly target: ModelTarget;
  /** Which of the job's files. Default 0. */
  readonly index?: number | undefined;
  /** Default 1 GiB. */
  readonly maxBytes?: number | undefined;
  /** What an earlier process has got of the file: only the rest is asked for where the server allows. */
  readonly partial?: PartialVideo | undefined;
}

/** The beginning of a video on disk; the type is what its first bytes said. */
export interface PartialVideo extends PartialDownload {
  readonly mediaType: string;
}

/** A video that is arriving: its first bytes were looked at and are a video's. Pull it with `body.read()`. */
export interface VideoDownload {
  readonly mediaType: string;
  /** Without the dot. */
  readonly extension: string;
  readonly lengthBytes?: number;
  /** The server's name for this very content, where it gave one. */
  readonly etag?: string;
  /** Where in the file the body begins: behind `partial`; 0 or absent: at its beginning. */
  readonly startBytes?: number;
  readonly body: TransportBody;
}

/**
 * Opens the file of a completed job (VID-1): where the provider says it lies, else at the job's content address, which is also tried when the
 * first fails. The key goes to the configured origin only; redirects are re-checked at each hop; the size is bounded; type and length are
 * verified; a broken connection is taken up again where it broke.
 *
 * @throws ApiError `response_malformed` for something that is no video, `response_empty`, `response_too_large`; RequestError `url_refused`
 */
export async function downloadVideo(job: VideoJob, options: DownloadVideoOptions): Promise<VideoDownload> {
  const { target, index = 0 } = options;
  refuseForeign(job, target);
  if (job.status !== "completed") {
    throw new JobError(`The job ${job.id} is ${job.status}: there is no video yet.`, {
      code: "input_invalid",
      jobId: job.id,
      status: job.status,
    });
  }
  const content = endpointUrl(target.endpoint, `/videos/${encodeURIComponent(job.id)}/content?index=${index}`);
  const named = resolveUrl(job.fileUrls?.[index], target);
  const urls = named === undefined || named === content ? [content] : [named, content];
  const failures: unknown[] = [];
  for (const url of urls) {
    try {
      const video = await openVideo(url, options);
      return { ...video, body: namingTheJob(video.body, job) };
    } catch (error) {
      options.signal?.throwIfAborted();
      failures.push(error);
    }
  }
  throw asDownloadError(job, failures[0]);
}

/** May be relative to the API. */
function resolveUrl(url: string | undefined, target: ModelTarget): string | undefined {
  if (url === undefined) return undefined;
  const base = `${target.endpoint.baseUrl}/`;
  return URL.canParse(url, base) ? new URL(url, base).href : url;
}

async function openVideo(url: string, options: DownloadVideoOptions): Promise<VideoDownload> {
  const { target, maxBytes = MAX_VIDEO_BYTES, partial } = options;
  const download = await openDownload({ url, target, maxBytes, accepts: mayBeVideo, partial }, options);
  const { lengthBytes, etag, startBytes } = download;
  const facts = { startBytes, ...given({ lengthBytes, etag }) };
  if (partial !== undefined && startBytes > 0) {
    const { mediaType } = partial;
    return { mediaType, extension: extensionOf(mediaType), ...facts, body: download.body };
  }
  const head = await readHead(download);
  const origin = new URL(url).origin;
  if (head.byteLength === 0)
    throw new ApiError(`${origin} answered with an empty file (0 bytes).`, { code: "response_empty", status: 200 });
  const sniffed = sniffMediaType(head);
  const claimed = download.mediaType === undefined ? "video/mp4" : normalizeMediaType(download.mediaType);
  if (looksLikeText(head) || (sniffed !== undefined && !sniffed.startsWith("video/"))) {
    await download.body.cancel();
    const kind = sniffed ?? "text";
    throw new ApiError(`${origin} answered with ${kind} instead of a video.`, { code: "response_malformed", status: 200 });
  }
  const body = prepend(head, download.body);
  // A length that was announced has been verified; without one, the file itself must tell.
  const unmeasured = lengthBytes === undefined && (sniffed === "video/mp4" || sniffed === "video/quicktime");
  const mediaType = sniffed ?? (claimed.startsWith("video/") ? claimed : "video/mp4");
  return {
    mediaType,
    extension: extensionOf(mediaType),
    ...facts,
    body: unmeasured ? wholeMp4(body, origin) : body,
  };
}

function mayBeVideo(mediaType: string): boolean {
  return (
    mediaType.startsWith("video/") ||
    mediaType === "application/octet-stream" ||
    mediaType === "binary/octet-stream" ||
    mediaType === "application/mp4"
  );
}

async function readHead(download: Download): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < SNIFF_BYTES) {
    const piece = await download.body.read();
    if (piece === undefined) break;
    pieces.push(piece);
    length += piece.byteLength;
  }
  return joinBytes(pieces);
}

function prepend(head: Uint8Array, body: TransportBody): TransportBody {
  let first: Uint8Array | undefined = head;
  return {
    async read() {
      const piece = first;
      first = undefined;
      return piece ?? (await body.read());
    },
    cancel: () => body.cancel(),
  };
}

/** What breaks half way is told like what cannot be opened. */
function namingTheJob(body: TransportBody, job: VideoJob): TransportBody {
  return {
    read: () =>
      body.read().catch((error: unknown) => {
        throw asDownloadError(job, error);
      }),
    cancel: () => body.cancel(),
  };
}

/** The video is made and paid for: whoever sees this must know that only the fetching failed. */
function asDownloadError(job: VideoJob, cause: unknown): unknown {
  if (!ToolkitError.isInstance(cause)) return cause;
  return new JobError(`The video of job ${job.id} is finished but could not be fetched: ${cause.message}`, {
    code: cause.code,
    jobId: job.id,
    status: job.status,
    retryable: cause.retryable,
    hint: downloadHint(cause),
    cause,
  });
}

function downloadHint({ code, hint }: ToolkitError): string {
  // What a request for a model would be told of a 404 says nothing of a file.
  if (code === "not_found") {
    return "It is paid for: fetch the same job again, with a key of the account that started it. Finished files are kept for a limited time.";
  }
  return hint ?? "It is paid for: fetch the same job again instead of starting another.";
}
