import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { RequestError } from "@openclaw/core";

export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
  readonly state: string;
}

/** A fresh proof for one sign-in (KEY-5): S256. */
export function createPkce(): Pkce {
  const verifier = randomBytes(48).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url"), state: randomBytes(24).toString("hex") };
}

export const CALLBACK_PATH = "/openrouter-oauth/callback";

/** Where the browser is sent. The state rides inside the callback URL: OpenRouter has no parameter for it. */
export function consentUrl(origin: string, { challenge, state }: Pkce, port: number): string {
  const callback = `http://localhost:${port}${CALLBACK_PATH}?state=${state}`;
  const query = new URLSearchParams({ callback_url: callback, code_challenge: challenge, code_challenge_method: "S256" });
  return `${origin}/auth?${query.toString()}`;
}

/**
 * The code of a redirect: the full URL, or its query. A bare code is refused, because nothing shows that it belongs to this sign-in.
 *
 * @throws RequestError `input_invalid` without a code or with another state; `permission_denied`-like refusals of the user too
 */
export function readRedirect(text: string, state: string): string {
  const trimmed = text.trim();
  const query = URL.canParse(trimmed) ? new URL(trimmed).searchParams : new URLSearchParams(trimmed.replace(/^\?/, ""));
  const refusal = query.get("error");
  if (refusal !== null) {
    throw refused(
      `The sign-in was not granted: ${query.get("error_description") ?? refusal}.`,
      "Run the sign-in again, and allow it in the browser.",
    );
  }
  const code = query.get("code") ?? "";
  if (code === "")
    throw refused("There is no code in that.", "Paste the whole address that the browser was sent to, from http to its end.");
  if (!isSame(query.get("state") ?? "", state)) {
    throw refused(
      "That address belongs to another sign-in: its state differs.",
      "Open the address of this sign-in, and paste where it leads.",
    );
  }
  return code;
}

function refused(message: string, hint: string): RequestError {
  return new RequestError(message, { code: "input_invalid", hint });
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
