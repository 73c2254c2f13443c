import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "../errors/refusal.js";

/** Listings that the real service gives without a key. */
const OPEN_PATHS = new Set([
  "/models",
  "/models/count",
  "/images/models",
  "/videos/models",
  "/embeddings/models",
  "/providers",
  "/auth/keys",
]);

/** The key of a request, or a 401 in the provider's words. Any non-empty key is good, except one that says `invalid`. */
export function checkKey(headers: IncomingHttpHeaders, path: string, required: boolean): string {
  const key = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? headers["x-api-key"]?.toString() ?? "";
  if (key.includes("invalid")) throw new Refusal(401, "User not found.");
  if (key === "" && required && !OPEN_PATHS.has(path)) throw new Refusal(401, "Missing Authentication header");
  return key;
}
