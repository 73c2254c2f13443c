import { createHash } from "node:crypto";
import { Refusal } from "../errors/refusal.js";
import { sendJson } from "../http/reply.js";
import type { Handler } from "../http/match-route.js";
import { isObject, textAt, type JsonObject } from "../wire/read-json.js";
import { randomLetters } from "../wire/make-id.js";

/** Codes that the sandbox gives out carry the challenge their verifier must meet; nothing has to be remembered. */
const CODE_PREFIX = "auth_code_sandbox";

/**
 * `POST /auth/keys`: trades a code for a key. A code is good when it holds the challenge of its verifier (as `createAuthCode` makes it)
 * or is any other text without `bad` or `expired`, so that a headless paste can be tried too.
 */
export const exchangeAuthCode: Handler = (exchange, sandbox) => {
  const body = requireObject(exchange.body);
  const method = textAt(body, "code_challenge_method");
  if (method !== undefined && method !== "S256" && method !== "plain") throw new Refusal(400, "Invalid code_challenge_method");
  const code = textAt(body, "code") ?? "";
  if (code === "") throw new Refusal(400, "Missing code");
  if (code.includes("expired")) throw new Refusal(403, "Authorization code expired");
  const verifier = textAt(body, "code_verifier") ?? "";
  const wanted = code.startsWith(CODE_PREFIX) ? code.slice(CODE_PREFIX.length + 1) : "";
  if (code.includes("bad") || (wanted !== "" && wanted !== challengeOf(verifier, method ?? "S256"))) {
    throw new Refusal(403, "Invalid code or code_verifier");
  }
  sendJson(exchange, { key: `sk-or-v1-sandbox-${randomLetters(32)}`, user_id: `user_sandbox${sandbox.options.seed}` });
};

/** `POST /auth/keys/code`: a code for later, bound to its challenge. */
export const createAuthCode: Handler = (exchange, sandbox) => {
  const body = requireObject(exchange.body);
  if (textAt(body, "callback_url") === undefined) throw new Refusal(400, "callback_url is required");
  const challenge = textAt(body, "code_challenge") ?? "";
  const id = challenge === "" ? CODE_PREFIX : `${CODE_PREFIX}_${challenge}`;
  sendJson(exchange, { data: { id, app_id: 1, created_at: new Date(sandbox.options.now()).toISOString() } });
};

function challengeOf(verifier: string, method: string): string {
  return method === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
}

function requireObject(body: unknown): JsonObject {
  if (!isObject(body)) throw new Refusal(400, "Invalid JSON body");
  return body;
}
