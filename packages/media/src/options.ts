import type { Circuits, FailoverPolicy, HostResolver, ModelTarget, SendOptions, Overrides } from "@openclaw/core";
import type { MediaCatalog } from "./catalog.js";

export { listTargets } from "@openclaw/core/internal";

/** What every media call may be given besides its request. */
export interface MediaOptions extends SendOptions {
  /** Over `DEFAULT_FAILOVER`, key by key. */
  readonly failover?: Overrides<FailoverPolicy> | undefined;
  /** Shared by all requests of a process; without it, candidates are not remembered between requests. */
  readonly circuits?: Circuits | undefined;
  /** For retry jitter; tests fix it. */
  readonly random?: (() => number) | undefined;
  /** The configured limit of the whole call; the request's own `timeoutMs` beats it (IMG-1). */
  readonly timeoutMs?: number | undefined;
  /** What the models can do, from `createMediaCatalog`; share one per process. Without it built-in tables are used where nothing was said. */
  readonly catalog?: MediaCatalog | undefined;
  /** URLs that others named may point into the local network. Default false. */
  readonly allowPrivateNetwork?: boolean | undefined;
  /** Looks host names up before they are asked (`resolveHost` of `@openclaw/media/node`). */
  readonly resolveHost?: HostResolver | undefined;
}

/** A target, or the candidates in order (FAIL-1). One alone is strict: nothing else is tried. */
export type MediaTargets = ModelTarget | readonly ModelTarget[];

/** When a call that may take `totalMs` is over, for `runWithFailover`: the tries and the waits between them share one limit. */
export function callDeadline(totalMs: number, startedAtMs: number): { readonly deadlineMs?: number } {
  return totalMs > 0 ? { deadlineMs: startedAtMs + totalMs } : {};
}

/** What is left of it for a try that begins now; 0, no limit, stays 0. */
export function timeLeftMs({ deadlineMs }: { readonly deadlineMs?: number }, nowMs: number): number {
  return deadlineMs === undefined ? 0 : Math.max(1, deadlineMs - nowMs);
}
