import { ApiError } from "../errors/api-error.js";
import type { TransportBody } from "./transport.js";

/** Collects a body up to a bound (NET-4); what lies beyond is not read, and the connection is closed. */
export async function readBytes(
  body: TransportBody,
  limitBytes: number,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly complete: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let piece = await body.read(); piece !== undefined; piece = await body.read()) {
    pieces.push(piece);
    length += piece.byteLength;
    if (length > limitBytes) {
      await body.cancel();
      return { bytes: concatenate(pieces, limitBytes), complete: false };
    }
  }
  return { bytes: concatenate(pieces, length), complete: true };
}

/** The whole body as text. @throws ApiError `response_too_large` beyond the bound. */
export async function readText(body: TransportBody, limitBytes: number, status: number): Promise<string> {
  const { bytes, complete } = await readBytes(body, limitBytes);
  if (!complete) {
    throw new ApiError(`The reply is larger than ${limitBytes} bytes.`, { code: "response_too_large", status });
  }
  return new TextDecoder().decode(bytes);
}

function concatenate(pieces: readonly Uint8Array[], lengthBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(lengthBytes);
  let offset = 0;
  for (const piece of pieces) {
    const part = piece.subarray(0, lengthBytes - offset);
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}
