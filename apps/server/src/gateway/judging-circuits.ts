import type { Circuits } from "@openclaw/core";

/**
 * The circuits that a request heeds and feeds. None for one that brings `provider` rules of its own: what those rule out, or choose badly, says
 * nothing of the model, and must not shut it for other callers (FAIL-3).
 */
export function judgingCircuits({ circuits }: { readonly circuits?: Circuits | undefined }, provider: unknown): Circuits | undefined {
  return provider == null ? circuits : undefined;
}
