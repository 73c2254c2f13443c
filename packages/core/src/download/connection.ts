import { ApiError } from "../errors/api-error.js";
import { systemClock } from "../http/clock.js";
import { PhaseTimer } from "../http/phase-timer.js";
import type { TransportBody, TransportResponse } from "../http/transport.js";
import { readFailure, tooLarge } from "./download-errors.js";
import type { DownloadOptions, DownloadRequest, PartialDownload } from "./download-request.js";
import { follow, type Progress } from "./follow.js";

/** A reply whose headers were found good. */
export interface Connection {
  readonly origin: string;
  readonly mediaType: string | undefined;
  readonly lengthBytes: number | undefined;
  readonly etag: string | undefined;
  /** How many leading bytes of the body were delivered before and must be dropped. */
  readonly skipBytes: number;
  /** The whole file, not a part of it. */
  readonly whole: boolean;
  readonly body: TransportBody;
  readonly timer: PhaseTimer;
}

/** Asks for the file, or for its rest, and looks at the headers. */
export async function connect(request: DownloadRequest, options: DownloadOptions, progress: Progress | undefined): Promise<Connection> {
  const clock = options.clock ?? systemClock;
  const timer = new PhaseTimer({ clock, signal: options.signal, what: "the download" });
  timer.start("response", options.responseMs ?? 60_000);
  try {
    const { response, url } = await follow(request, options, { timer, progress });
    const origin = url.origin;
    if (response.status < 200 || response.status > 299) throw await readFailure(response, { request, origin, nowMs: clock.now() });
    const connection = readConnection(response, { origin, timer, progress });
    const problem = findProblem(connection, request);
    if (problem !== undefined) {
      await response.body.cancel();
      throw problem;
    }
    timer.start("stall", options.stallMs ?? 60_000);
    return connection;
  } catch (error) {
    timer.stop();
    throw error;
  }
}

/** Whether what is there now is what was there before. */
export function isSameFile(
  found: Pick<Connection, "etag" | "lengthBytes">,
  known: Pick<PartialDownload, "etag"> & Pick<Progress, "lengthBytes">,
): boolean {
  return (found.etag === undefined || known.etag === undefined || found.etag === known.etag) && found.lengthBytes === known.lengthBytes;
}

function readConnection(
  response: TransportResponse,
  facts: { readonly origin: string; readonly timer: PhaseTimer; readonly progress: Progress | undefined },
): Connection {
  const { headers, status } = response;
  const encoded = (headers.get("content-encoding") ?? "identity").toLowerCase() !== "identity";
  const announced = encoded ? undefined : readLength(headers.get("content-length"));
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
  const continued = status === 206 && facts.progress !== undefined && Number(range?.[1]) === facts.progress.receivedBytes;
  const total = range?.[2] === undefined || range[2] === "*" ? undefined : Number(range[2]);
  return {
    origin: facts.origin,
    mediaType: headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase(),
    lengthBytes: status === 206 ? total : announced,
    etag: headers.get("etag") ?? undefined,
    whole: status !== 206,
    skipBytes: continued ? 0 : status === 206 ? Number.NaN : (facts.progress?.receivedBytes ?? 0),
    body: response.body,
    timer: facts.timer,
  };
}

function readLength(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}

function findProblem(connection: Connection, request: DownloadRequest): ApiError | undefined {
  const { mediaType, lengthBytes, origin } = connection;
  if (mediaType !== undefined && request.accepts?.(mediaType) === false) {
    return new ApiError(`${origin} answered with ${mediaType} instead of the file.`, {
      code: "response_malformed",
      status: 200,
      retryable: true,
    });
  }
  if (lengthBytes !== undefined && lengthBytes > request.maxBytes) return tooLarge(origin, request.maxBytes, lengthBytes);
  return undefined;
}
