import type { ConfigPath } from "../path/config-path.js";

/** A variable that sets one value, stronger than the file (CFG-7). The API keys have their own order: see `credentials`. */
export interface VariableBinding {
  readonly name: string;
  readonly path: ConfigPath;
  readonly read: (text: string) => unknown;
}

const asText = (text: string): unknown => text.trim();
/** Left as text when it is no number, so that the schema's message names what is wrong. */
const asNumber = (text: string): unknown => (/^\d+$/.test(text.trim()) ? Number(text) : text);
const asFlag = (text: string): unknown => /^(?:1|true|yes|on)$/i.test(text.trim());

export const VARIABLE_BINDINGS: readonly VariableBinding[] = [
  { name: "OPENROUTER_BASE_URL", path: ["models", "providers", "openrouter", "baseUrl"], read: asText },
  { name: "OPENCLAW_GATEWAY_PORT", path: ["gateway", "port"], read: asNumber },
  { name: "OPENCLAW_GATEWAY_TOKEN", path: ["gateway", "auth", "token"], read: asText },
  { name: "OPENCLAW_GATEWAY_PASSWORD", path: ["gateway", "auth", "password"], read: asText },
  { name: "OPENCLAW_TTS_PREFS", path: ["tts", "prefsPath"], read: asText },
  { name: "OPENCLAW_LOAD_SHELL_ENV", path: ["env", "shellEnv", "enabled"], read: asFlag },
  { name: "OPENCLAW_SHELL_ENV_TIMEOUT_MS", path: ["env", "shellEnv", "timeoutMs"], read: asNumber },
];
