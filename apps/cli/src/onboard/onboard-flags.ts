import { AUTH_CHOICES } from "./auth-choices.js";
import { SECRET_INPUT_MODES } from "./keep-in-keyring.js";

const IGNORED = "of the whole OpenClaw; there is nothing to do for it here";

/** Every question of onboarding has its flag (CLI-1, as in OpenClaw). */
export const ONBOARD_FLAGS = {
  "auth-choice": { kind: "choice", choices: AUTH_CHOICES, value: "HOW", summary: "Where the key comes from" },
  "openrouter-api-key": { kind: "text", value: "KEY", summary: "The OpenRouter key; without it OPENROUTER_API_KEY is taken" },
  "secret-input-mode": {
    kind: "choice",
    choices: SECRET_INPUT_MODES,
    summary: "Keep the key in a file for your eyes only, as a reference to OPENROUTER_API_KEY, or in the operating system's keyring",
  },
  paste: { kind: "switch", summary: "Sign in by pasting the address that the browser was sent to: for SSH" },
  model: { kind: "text", value: "REF", summary: "The default model; what is set stays, else openrouter/auto" },
  "custom-base-url": { kind: "text", value: "URL", summary: "An OpenRouter-shaped server of your own" },
  "custom-api-key": { kind: "text", value: "KEY", summary: "Its key" },
  "custom-model-id": { kind: "text", value: "REF", summary: "Its default model" },
  "non-interactive": { kind: "switch", summary: "Ask nothing; needs --accept-risk" },
  "accept-risk": { kind: "switch", summary: "You know that what you ask goes to OpenRouter and costs money there" },
  "skip-check": { kind: "switch", summary: "Do not ask OpenRouter about the key before saving it" },
  workspace: { kind: "text", value: "DIR", summary: "Write this workspace folder into the config" },
  "gateway-port": { kind: "number", value: "N", min: 1, max: 65_535, integer: true, summary: "The server's port; 18789" },
  "gateway-bind": { kind: "choice", choices: ["loopback", "lan", "tailnet", "auto", "custom"], summary: "Where the server listens" },
  "gateway-auth": { kind: "choice", choices: ["token", "password"], summary: "How the server's callers show who they are" },
  "gateway-token": { kind: "text", value: "TOKEN", summary: "The server's token; a random one without it" },
  "gateway-password": { kind: "text", value: "TEXT", summary: "The server's password" },
  token: { kind: "text", value: "KEY", summary: "The key, with --token-provider openrouter", hidden: true },
  "token-provider": { kind: "choice", choices: ["openrouter"], summary: "Whose key --token is", hidden: true },
  mode: { kind: "choice", choices: ["local"], summary: IGNORED, hidden: true },
  flow: { kind: "choice", choices: ["quickstart", "advanced", "manual"], summary: IGNORED, hidden: true },
  "install-daemon": { kind: "switch", summary: IGNORED, hidden: true },
  "no-install-daemon": { kind: "switch", summary: IGNORED, hidden: true },
  "skip-daemon": { kind: "switch", summary: IGNORED, hidden: true },
  "skip-health": { kind: "switch", summary: IGNORED, hidden: true },
  "skip-channels": { kind: "switch", summary: IGNORED, hidden: true },
  "skip-skills": { kind: "switch", summary: IGNORED, hidden: true },
  "skip-search": { kind: "switch", summary: IGNORED, hidden: true },
  "skip-ui": { kind: "switch", summary: IGNORED, hidden: true },
  "skip-bootstrap": { kind: "switch", summary: IGNORED, hidden: true },
} as const;
