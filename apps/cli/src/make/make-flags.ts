import { CONNECTION_FLAGS, DRY_RUN_FLAG } from "../args/connection-flags.js";

/** Of every command that makes a file. */
export const MAKE_FLAGS = {
  model: { kind: "text", short: "m", value: "REF", summary: "Use this model (a ref or an alias) and no other" },
  output: {
    kind: "text",
    short: "o",
    value: "FILE",
    summary: "Write to this file or in this folder/, with - to stdout; else to a new name in ./openclaw-out",
  },
  force: { kind: "switch", summary: "Replace the file if it is there" },
  "timeout-ms": { kind: "number", value: "MS", min: 1, integer: true, summary: "Give up after this long" },
  ...DRY_RUN_FLAG,
  ...CONNECTION_FLAGS,
} as const;

/** Of those whose making is journaled, because it is paid for by the piece. */
export const PAID_FLAGS = {
  ...MAKE_FLAGS,
  force: { kind: "switch", summary: "Replace the file if it is there; ask again for what may have been billed already" },
} as const;

/** Events instead of a bar. */
export const STREAM_FLAG = {
  "stream-json": { kind: "switch", excludes: ["json"], summary: "Print every event as one line of JSON, the result last" },
} as const;

/** Where files go without `--output`; new names are found, nothing is overwritten. */
export const OUTPUT_FOLDER = "openclaw-out";
