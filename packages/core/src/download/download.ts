import { ApiError } from "../errors/api-error.js";
import { connect, type Connection, isSameFile } from "./connection.js";
import type { Download, DownloadOptions, DownloadRequest } from "./download-request.js";
import { resumingBody } from "./resuming-body.js";

/**
 * Opens a download that is safe to point at a URL which somebody else named (VID-1, KEY-6). Every hop, redirects included (at most 3), is
 * checked anew: the key goes to the endpoint's own origin and nowhere else, other origins must not be private addresses. The body is
 * bounded, its length is verified against what was announced, and a connection that breaks is taken up again with `Range`.
 *
 * @throws RequestError `url_refused`; ApiError for a status but 2xx, a wrong content type, a body that is too large;
 *   NetworkError when it cannot be completed.
 */
export async function openDownload(request: DownloadRequest, options: DownloadOptions = {}): Promise<Download> {
  const { connection, startBytes } = await open(request, options);
  const { mediaType, lengthBytes, etag } = connection;
  return {
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(lengthBytes === undefined ? {} : { lengthBytes }),
    ...(etag === undefined ? {} : { etag }),
    startBytes,
    body: resumingBody(connection, request, { ...options, startBytes }),
  };
}

/** Behind what is there, when the server goes on with the same file; else from the beginning. */
async function open(
  request: DownloadRequest,
  options: DownloadOptions,
): Promise<{ readonly connection: Connection; readonly startBytes: number }> {
  const { partial } = request;
  if (partial !== undefined && partial.receivedBytes > 0 && partial.receivedBytes < partial.lengthBytes) {
    const found = await connect(request, options, { ...partial, etag: partial.etag }).catch((error: unknown) => {
      // 416, 412 and whatever else a server says to a range that it does not like.
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) return undefined;
      throw error;
    });
    if (found !== undefined && isSameFile(found, partial) && found.skipBytes === 0) {
      return { connection: found, startBytes: partial.receivedBytes };
    }
    // A whole answer is as good as one that was asked for anew.
    if (found?.whole === true) return { connection: { ...found, skipBytes: 0 }, startBytes: 0 };
    found?.timer.stop();
    await found?.body.cancel();
  }
  return { connection: await connect(request, options, undefined), startBytes: 0 };
}
