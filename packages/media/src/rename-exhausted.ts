import { ToolkitError } from "@openclaw/core";

/** Says which kind of model ran out: `All image generation models failed (2): …` (as in OpenClaw). The error stays the same object. */
export function renameExhausted(error: unknown, kind: string): unknown {
  if (ToolkitError.isInstance(error) && error.code === "candidates_exhausted") {
    error.message = error.message.replace(/^All models failed/, `All ${kind} failed`);
  }
  return error;
}
