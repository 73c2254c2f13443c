import type { Credential, TargetKind } from "@openclaw/config";
import type { Keyring } from "@openclaw/config/node";
import { Secret, ToolkitError } from "@openclaw/core";
import type { Configuration } from "./configuration.js";
import { NO_KEY } from "./dry-run.js";
import { once, type Parts, timed } from "./parts.js";

const SANDBOX_KEY = "sandbox";

export interface Keys {
  /** In rotation order (KEY-1, KEY-2). */
  readonly credentials: (purpose: "chat" | "speech") => Promise<readonly Credential[]>;
  /** The same for a kind of request; a dry run does without one. */
  readonly forKind: (kind: TargetKind, options: { readonly dryRun: boolean }) => Promise<readonly Credential[]>;
  readonly keyring: () => Promise<Keyring>;
}

export function createKeys(parts: Parts, configuration: Pick<Configuration, "load">): Keys {
  const { io, flags } = parts;
  const keyring = once(async () => io.keyring ?? (await import("@openclaw/config/node")).createSystemKeyring());
  const credentials = async (purpose: "chat" | "speech"): Promise<readonly Credential[]> => {
    if (flags.sandbox) return [{ secret: new Secret(SANDBOX_KEY), label: "sandbox", origin: "flag" }];
    const loaded = await configuration.load();
    const { loadCredentials } = await import("@openclaw/config/node");
    const options = {
      purpose,
      keyring: await keyring(),
      ...(flags.apiKey === undefined ? {} : { flagKey: flags.apiKey }),
      ...(flags.authProfile === undefined ? {} : { profile: flags.authProfile }),
      nowMs: io.now(),
    };
    return timed(parts, "key", () => loadCredentials(loaded, options));
  };
  return {
    keyring,
    credentials,
    async forKind(kind, { dryRun }) {
      try {
        return await credentials(kind === "speech" ? "speech" : "chat");
      } catch (error) {
        if (!dryRun || !ToolkitError.isInstance(error) || error.code !== "key_missing") throw error;
        return [{ secret: new Secret(NO_KEY), label: "none", origin: "flag" }];
      }
    },
  };
}
