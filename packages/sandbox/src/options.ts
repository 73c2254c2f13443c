/** What a sandbox can be asked for. Everything has a default; none of it needs a network or a key. */
export interface SandboxOptions {
  /** Address to bind; loopback by default, and nothing else is advisable. */
  host?: string | undefined;
  /** Port to bind; `0` (default) takes a free one. */
  port?: number | undefined;
  /** How fast text flows, in tokens per second; `Infinity` for tests. Default 80. */
  tokensPerSecond?: number | undefined;
  /** Whether a Bearer key is needed (any non-empty one will do; one that contains `invalid` gets a 401). Default true. */
  requireKey?: boolean | undefined;
  /** Changes every picture, clip and tune; the same seed gives the same bytes. Default 0. */
  seed?: number | undefined;
  /** Scales the pixels of videos, for quick tests (0.25 of 720p is 320x180). Default 1; the short side never exceeds 720. */
  videoScale?: number | undefined;
  /** Upper limit for a clip's real length in seconds, for quick tests. Default: as asked. */
  videoMaxSeconds?: number | undefined;
  /** Frames per second of videos. Default 24. */
  videoFramesPerSecond?: number | undefined;
  /** Scales the pixels of pictures, for quick tests. Default 1. */
  imageScale?: number | undefined;
  /** A video job is completed no sooner than this after its submission. Default 0 (as soon as it is rendered). */
  jobDurationMs?: number | undefined;
  /** How many polls see `pending` or `in_progress` before `completed`. Default 2. */
  jobPolls?: number | undefined;
  /** `GET /generation` answers 404 for so long after a generation has ended. Default 500. */
  generationDelayMs?: number | undefined;
  /** The account's money. Default unlimited; when set, a request that may cost more is refused with 402. */
  balanceUsd?: number | undefined;
  /** Refuse what the real model families refuse (signatures, ids, markers). Default false. */
  strictFamilies?: boolean | undefined;
  /** The clock, in ms since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
  /** An address of another origin, for the faults that send a client elsewhere; a fault's parameter wins. */
  otherOrigin?: string | undefined;
  /** How many requests the journal keeps; the oldest go first. Default 1000. */
  journalLimit?: number | undefined;
  /** Where the heavy work is done: a worker thread (default) or the caller's own thread. */
  media?: "worker" | "in-process" | undefined;
  /** Signs webhook posts (`X-OpenRouter-Signature`) when set. */
  webhookSecret?: string | undefined;
}

type Defaulted = Exclude<keyof SandboxOptions, "balanceUsd" | "otherOrigin" | "videoMaxSeconds" | "webhookSecret">;

/** Options with every default filled in. */
export type ResolvedOptions = Omit<SandboxOptions, Defaulted> & { [Key in Defaulted]-?: Exclude<SandboxOptions[Key], undefined> };

/** Fills in the defaults named in `SandboxOptions`. */
export function resolveOptions(options: SandboxOptions): ResolvedOptions {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<ResolvedOptions>;
  return {
    host: "127.0.0.1",
    port: 0,
    tokensPerSecond: 80,
    requireKey: true,
    seed: 0,
    videoScale: 1,
    videoFramesPerSecond: 24,
    imageScale: 1,
    jobDurationMs: 0,
    jobPolls: 2,
    generationDelayMs: 500,
    strictFamilies: false,
    now: Date.now,
    journalLimit: 1000,
    media: "worker",
    ...given,
  };
}
