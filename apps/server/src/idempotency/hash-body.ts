import { createHash } from "node:crypto";

/** What makes two requests the same: method, path and the body's bytes. */
export function hashBody(method: string, path: string, body: Uint8Array | string): string {
  return createHash("sha256").update(`${method} ${path}\n`).update(body).digest("hex");
}
