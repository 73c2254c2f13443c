import type { Credential, ResolvedTargets, TargetKind, TargetOverrides } from "@openclaw/config";
import type { Keyring, LoadConfigOptions, LoadedConfig } from "@openclaw/config/node";
import type { Catalog, Circuits, Transport } from "@openclaw/core";
import type { SharedFlags } from "./args/shared-flags.js";
import type { Io } from "./io.js";
import type { Output } from "./output/output.js";
import type { RunningSandbox } from "./sandbox-process.js";
import type { Timings } from "./timings/timings.js";

export interface TargetRequest {
  readonly model?: string | undefined;
  readonly fallbacks?: readonly string[] | undefined;
  readonly overrides?: TargetOverrides | undefined;
  /** Only the catalogue is read, as a real run reads it, and no key is needed (CLI-5). */
  readonly dryRun?: boolean | undefined;
}

/** What commands share, made when it is first asked for and then kept: configuration, catalogue, connections. */
export interface Context {
  readonly io: Io;
  readonly out: Output;
  readonly json: boolean;
  readonly flags: SharedFlags;
  /** Failures remembered between the requests of this run (FAIL-3). */
  readonly circuits: Circuits;
  configOptions(): LoadConfigOptions;
  config(): Promise<LoadedConfig>;
  /** The keys for a purpose, in rotation order (KEY-1, KEY-2). */
  credentials(purpose: "chat" | "speech"): Promise<readonly Credential[]>;
  /** Where a key can be kept instead of in a file (KEY-3); not asked for anything yet. */
  keyring(): Promise<Keyring>;
  transport(): Promise<Transport>;
  catalog(): Promise<Catalog>;
  targets(kind: TargetKind, request?: TargetRequest): Promise<ResolvedTargets>;
  /** Absent without --verbose. */
  readonly timings: Timings | undefined;
  /** The sandbox of `--sandbox`, started when it is first needed. */
  sandbox(): Promise<RunningSandbox | undefined>;
  /** The same with other flags; closed together with this one. */
  fork(flags: Partial<SharedFlags>): Context;
  close(): Promise<void>;
}
