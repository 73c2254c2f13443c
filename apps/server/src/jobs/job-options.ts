import type { Circuits, FailoverPolicy, HostResolver, ModelTarget, Transport } from "@openclaw/core";
import type { MediaCatalog } from "@openclaw/media";

/** What video jobs need of the rest of the server. */
export interface VideoJobOptions {
  /** Model refs to targets, by the configuration of now: keys may have changed since the job was journaled. */
  readonly resolveTargets: (models: readonly string[]) => Promise<readonly ModelTarget[]> | readonly ModelTarget[];
  /** Which failures let a submission go on to the next model, and after which wait, by the configuration of now. Default: the library's. */
  readonly failoverFor?: ((models: readonly string[]) => Promise<Partial<FailoverPolicy>>) | undefined;
  readonly transport?: Transport | undefined;
  readonly catalog?: MediaCatalog | undefined;
  readonly circuits?: Circuits | undefined;
  readonly allowPrivateNetwork?: boolean | undefined;
  readonly resolveHost?: HostResolver | undefined;
  /** Between the first looks at a job. Default 5 s; grows to six times that. */
  readonly pollMs?: number | undefined;
  /** A job that has not ended by then is given up. Default 24 hours. */
  readonly maxJobMs?: number | undefined;
  /** How long an ended job and its files are kept. Default 7 days. */
  readonly retentionMs?: number | undefined;
  /** Default 1 GiB a video. */
  readonly maxVideoBytes?: number | undefined;
  readonly random?: (() => number) | undefined;
}
