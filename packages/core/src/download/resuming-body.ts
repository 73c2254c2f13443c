import { classifyError } from "../failover/classify.js";
import { abortReason, type Clock, systemClock } from "../http/clock.js";
import { delay } from "../http/delay.js";
import { readNetworkFailure } from "../http/network-failure.js";
import { backoffMs } from "../http/retry-timing.js";
import type { TransportBody } from "../http/transport.js";
import { connect, type Connection, isSameFile } from "./connection.js";
import { endedEarly, tooLarge } from "./download-errors.js";
import type { DownloadOptions, DownloadRequest } from "./download-request.js";

/** The bytes of a download, bounded, each once; a connection that breaks is made again from where it broke. */
export function resumingBody(
  first: Connection,
  request: DownloadRequest,
  options: DownloadOptions & { readonly startBytes: number },
): TransportBody {
  const clock: Clock = options.clock ?? systemClock;
  const { lengthBytes, etag } = first;
  let connection = first;
  let skipBytes = first.skipBytes;
  let receivedBytes = options.startBytes;
  let fruitless = 0;

  /** Makes the connection again after it broke; gives up when it does not get further. */
  const resume = async (broken: Error): Promise<void> => {
    connection.timer.stop();
    for (let error = broken; ;) {
      if (options.signal?.aborted === true) throw abortReason(options.signal);
      if (fruitless >= (options.maxResumes ?? 4)) throw error;
      const waitMs = classifyError(error).retryAfterMs ?? backoffMs(fruitless, { random: options.random ?? Math.random });
      fruitless += 1;
      await delay(waitMs, { clock, signal: options.signal });
      try {
        const next = await connect(request, options, { receivedBytes, lengthBytes, etag });
        if (!isSameFile(next, { etag, lengthBytes }) || Number.isNaN(next.skipBytes)) {
          next.timer.stop();
          await next.body.cancel();
          throw broken;
        }
        connection = next;
        skipBytes = next.skipBytes;
        return;
      } catch (failure) {
        if (failure === broken || !(failure instanceof Error) || classifyError(failure).action === "stop") throw failure;
        error = failure;
      }
    }
  };

  return {
    async read() {
      for (;;) {
        let piece: Uint8Array | undefined;
        try {
          piece = await connection.body.read();
          connection.timer.progress();
        } catch (error) {
          if (options.signal?.aborted === true) throw abortReason(options.signal);
          const { signal } = connection.timer;
          await resume(signal.aborted ? abortReason(signal) : readNetworkFailure(error, connection.origin, { begun: true }));
          continue;
        }
        if (piece === undefined) {
          if (lengthBytes === undefined || receivedBytes === lengthBytes) {
            connection.timer.stop();
            return undefined;
          }
          await resume(endedEarly(connection.origin, receivedBytes, lengthBytes));
          continue;
        }
        const fresh = piece.subarray(Math.min(skipBytes, piece.byteLength));
        skipBytes -= piece.byteLength - fresh.byteLength;
        if (fresh.byteLength === 0) continue;
        fruitless = 0;
        receivedBytes += fresh.byteLength;
        if (receivedBytes > request.maxBytes || (lengthBytes !== undefined && receivedBytes > lengthBytes)) {
          connection.timer.stop();
          await connection.body.cancel();
          throw tooLarge(connection.origin, Math.min(request.maxBytes, lengthBytes ?? request.maxBytes));
        }
        return fresh;
      }
    },
    async cancel() {
      connection.timer.stop();
      await connection.body.cancel();
    },
  };
}
