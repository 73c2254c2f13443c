import type { Secret } from "@openclaw/core";
import { maskSecret } from "@openclaw/core/internal";
import type { Output } from "./output.js";

/** What may be seen of a key, in characters that the terminal has. */
export function shownMask(secret: Secret, { unicode }: Pick<Output, "unicode">): string {
  return unicode ? maskSecret(secret) : maskSecret(secret).replaceAll("…", "...");
}
