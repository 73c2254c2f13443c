import type { Secret } from "@openclaw/core";

/** Where a secret is kept (as in OpenClaw). */
export interface SecretRef {
  readonly source: "env" | "file" | "exec";
  /** A name under `secrets.providers`; absent: the default for that source. */
  readonly provider?: string;
  readonly id: string;
}

/** A secret as configured: its value, or where it is kept. */
export type SecretInput = Secret | SecretRef;

export interface EnvSecretProvider {
  readonly source: "env";
  readonly allowlist?: readonly string[];
}
export interface FileSecretProvider {
  readonly source: "file";
  readonly path: string;
  readonly mode?: "json" | "singleValue";
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly allowInsecurePath?: boolean;
}
export interface ExecSecretProvider {
  readonly source: "exec";
  readonly command: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly passEnv?: readonly string[];
  readonly trustedDirs?: readonly string[];
  readonly timeoutMs?: number;
  readonly noOutputTimeoutMs?: number;
  readonly maxOutputBytes?: number;
  readonly jsonOnly?: boolean;
  readonly allowSymlinkCommand?: boolean;
  readonly allowInsecurePath?: boolean;
}
export type SecretProvider = EnvSecretProvider | FileSecretProvider | ExecSecretProvider;

export interface SecretsConfig {
  readonly providers?: Readonly<Record<string, SecretProvider>>;
  readonly defaults?: { readonly env?: string; readonly file?: string; readonly exec?: string };
}
