import type { IncomingMessage } from "node:http";
import { Refusal } from "../errors/refusal.js";

/** Largest body the sandbox reads: room for a few pictures as data URLs. */
const LIMIT_BYTES = 64 * 1024 * 1024;

/** Reads a request to its end; more than the limit is a 413. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LIMIT_BYTES) throw new Refusal(413, "Request entity too large");
    parts.push(part);
  }
  return Buffer.concat(parts);
}
