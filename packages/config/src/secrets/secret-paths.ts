import { REDACTED as REDACTED_TEXT, redact } from "@openclaw/core/internal";
import type { ConfigPath } from "../path/config-path.js";

/** What `config get` and `explain` show in the place of a secret, and what a write understands as "keep the stored one" (CFG-6, CFG-7). */
export const REDACTED = "__OPENCLAW_REDACTED__";

// One pattern per place in the normalised document that takes a SecretInput; `*` is any one segment.
const SECRET_INPUTS: readonly (readonly string[])[] = [
  "env vars *",
  "models providers openrouter apiKey",
  "models providers openrouter headers *",
  "models providers openrouter models * headers *",
  "models providers openrouter request headers *",
  "models providers openrouter request auth token",
  "models providers openrouter request auth value",
  ...["ca", "cert", "key", "passphrase"].flatMap((name) => [
    `models providers openrouter request tls ${name}`,
    `models providers openrouter request proxy tls ${name}`,
  ]),
  "tts providers openrouter apiKey",
  "agents entries * tts providers openrouter apiKey",
  "gateway auth token",
  "gateway auth password",
  "gateway webhook secret",
].map((pattern) => pattern.split(" "));

/** True where a `SecretInput` stands, so that its text is sealed. */
export function isSecretInputPath(path: ConfigPath): boolean {
  return SECRET_INPUTS.some(
    (pattern) => pattern.length === path.length && pattern.every((segment, index) => segment === "*" || segment === String(path[index])),
  );
}

const SECRET_NAME = /(?:api[-_]?key|keys?|token|password|passwd|passphrase|secret|credential|authorization|cookie|private[-_]?key)s?$/i;
const HARMLESS_NAME =
  /^(?:max|min|context|output|input|total|prompt|completion|reserve|keep|budget).*tokens?$|^(?:sessionKey|idempotencyKey|.*PublicKey|publicKey|keyring)$/i;
// In these maps every value may be a credential, whatever its name is.
const SECRET_MAPS: ReadonlySet<string | number> = new Set(["headers", "metadata"]);
const AUTH_WORDS: ReadonlySet<string | number> = new Set(["mode", "headerName"]);
const USER_INFO = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*:[^/?#\s]*@/i;

/** True when the value at this path must not be shown, also in sections that belong to others (KEY-6). */
export function isSecretValue(path: ConfigPath, value: string | number): boolean {
  const name = path.findLast((segment) => typeof segment === "string") ?? "";
  if (value === "") return false;
  if (isVariable(path)) return true;
  if (typeof value === "string" && isReference(value)) return false;
  if (isSecretInputPath(path) || path.slice(0, -1).some((segment) => SECRET_MAPS.has(segment)) || isRequestAuth(path)) return true;
  if (SECRET_NAME.test(name) && !HARMLESS_NAME.test(name)) return typeof value === "string" || /password|pass/i.test(name);
  return !looksHarmless(value);
}

/** Below `env`, in both spellings; its values are taken literally, so that nothing there is a reference. */
function isVariable([section, name, ...below]: ConfigPath): boolean {
  return section === "env" && name !== undefined && name !== "shellEnv" && (name !== "vars" || below.length > 0);
}

/** What any provider's requests sign in with, apart from the words that say how. */
function isRequestAuth(path: ConfigPath): boolean {
  const [section, , , request, auth, ...below] = path;
  const [name] = below;
  return section === "models" && request === "request" && auth === "auth" && name !== undefined && !AUTH_WORDS.has(name);
}

function looksHarmless(value: string | number): boolean {
  if (typeof value === "number") return true;
  return !USER_INFO.test(value) && redact(value) === value && !value.includes(REDACTED_TEXT);
}

/** A lone `${NAME}` names a secret without being one. */
function isReference(value: string): boolean {
  return /^\$\{?[A-Z_][A-Z0-9_]*\}?$/.test(value);
}
