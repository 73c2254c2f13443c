import { CONNECTION_FLAGS, DRY_RUN_FLAG } from "../args/connection-flags.js";

/** Of every command that asks for a text. */
export const ASK_FLAGS = {
  model: { kind: "text", short: "m", value: "REF", summary: "Ask this model (a ref or an alias) and no other" },
  fallback: { kind: "list", value: "REF", summary: "Try this one when the model fails" },
  thinking: { kind: "text", short: "t", value: "LEVEL", summary: "off, minimal, low, medium, high, xhigh, max or adaptive" },
  system: { kind: "text", short: "s", value: "TEXT", summary: "The system prompt" },
  file: { kind: "list", short: "f", value: "PATH|URL", summary: "Attach an image, PDF, sound, video or text; - is what is piped in" },
  "max-tokens": { kind: "number", value: "N", min: 1, integer: true, summary: "Answer with at most so many tokens" },
  "max-cost": { kind: "number", value: "USD", min: 0, summary: "Send nothing more once this much is spent; what was begun is not cut off" },
  temperature: { kind: "number", value: "N", min: 0, max: 2, summary: "0 is steady, 2 is wild" },
  timeout: { kind: "number", value: "SECONDS", min: 0, summary: "End the whole request after this long; 0 never" },
  "stream-json": { kind: "switch", excludes: ["json"], summary: "Print every event as one line of JSON" },
  ...DRY_RUN_FLAG,
  ...CONNECTION_FLAGS,
} as const;
