import { CONNECTION_FLAGS } from "../../args/connection-flags.js";

/** Of `infer image describe` and `describe-many`. */
export const DESCRIBE_FLAGS = {
  file: { kind: "list", short: "f", value: "PATH|URL", summary: "The image; - is what is piped in" },
  prompt: { kind: "text", short: "p", value: "TEXT", summary: "What to say about it; without it, what it shows" },
  model: { kind: "text", short: "m", value: "REF", summary: "Use this model (a ref or an alias) and no other" },
  "timeout-ms": { kind: "number", value: "MS", min: 1, integer: true, summary: "Give up after this long" },
  ...CONNECTION_FLAGS,
} as const;
