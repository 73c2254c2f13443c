/** Of every command that asks the API. */
export const CONNECTION_FLAGS = {
  "api-key": { kind: "text", value: "KEY", summary: "Use this key; better is OPENROUTER_API_KEY, which no process list shows" },
  "auth-profile": { kind: "text", value: "ID", summary: "Use this stored profile, such as openrouter:work" },
  "base-url": { kind: "text", value: "URL", summary: "Ask this OpenRouter-shaped server" },
  sandbox: { kind: "switch", summary: "Ask the offline sandbox, started for this command: no key, no network, no model" },
} as const;

/** Of every command that can show its request instead of sending it (CLI-5). */
export const DRY_RUN_FLAG = {
  "dry-run": { kind: "switch", summary: "Print the request and why it looks as it does, and do not send it; only the catalogue is read" },
} as const;
