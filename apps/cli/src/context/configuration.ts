import type { Config, FlagValue } from "@openclaw/config";
import type { LoadConfigOptions, LoadedConfig } from "@openclaw/config/node";
import { type RunningSandbox, startSandbox } from "../sandbox-process.js";
import { once, type Parts, timed } from "./parts.js";

export interface Configuration {
  readonly options: () => LoadConfigOptions;
  /** With the flags on top, and the sandbox's address where that is used. */
  readonly load: () => Promise<LoadedConfig>;
  /** The same with its references to secrets resolved, as far as requests need them. */
  readonly activated: () => Promise<Config>;
  /** The sandbox of `--sandbox`. */
  readonly sandbox: () => Promise<RunningSandbox | undefined>;
}

export function createConfiguration(parts: Parts): Configuration {
  const { io, out, flags, onClose } = parts;
  const options = (): LoadConfigOptions => ({
    env: flags.config === undefined ? io.env : { ...io.env, OPENCLAW_CONFIG_PATH: flags.config },
    cwd: io.cwd,
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
  });
  const sandbox = once(async () => {
    if (!flags.sandbox) return undefined;
    const running = await startSandbox();
    onClose(running.close);
    return running;
  });
  const load = once(async () => {
    const { loadConfig } = await import("@openclaw/config/node");
    const running = await sandbox();
    const baseUrl = running?.baseUrl ?? flags.baseUrl;
    const overlay: readonly FlagValue[] =
      baseUrl === undefined
        ? []
        : [{ flag: running === undefined ? "--base-url" : "--sandbox", path: "models.providers.openrouter.baseUrl", value: baseUrl }];
    const loaded = await timed(parts, "config", () => loadConfig({ ...options(), flags: overlay }));
    out.warn(loaded.warnings);
    return loaded;
  });
  const activated = once(async () => {
    const [{ activateSecrets }, { createNodeSecretResolver }, loaded] = await Promise.all([
      import("@openclaw/config"),
      import("@openclaw/config/node"),
      load(),
    ]);
    return activateSecrets(loaded.config, createNodeSecretResolver(loaded), ["provider"]);
  });
  return { options, load, activated, sandbox };
}
