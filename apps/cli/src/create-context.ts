import { join } from "node:path";
import type { Credential, FlagValue, ResolvedTargets, TargetKind } from "@openclaw/config";
import type { LoadConfigOptions } from "@openclaw/config/node";
import { type Catalog, createCatalog, createCircuits, resolveEndpoint, Secret, ToolkitError, type Transport } from "@openclaw/core";
import type { Given } from "./args/command-spec.js";
import { type SharedFlags, readSharedFlags } from "./args/shared-flags.js";
import type { Context, TargetRequest } from "./context.js";
import type { Io } from "./io.js";
import { findRows } from "./models/find-rows.js";
import { withSuggestions } from "./models/listed-refs.js";
import type { Output } from "./output/output.js";
import { startSandbox } from "./sandbox-process.js";
import { createTimings, type Timings } from "./timings/timings.js";

export function createContext(io: Io, out: Output, given: Given["flags"]): Context {
  return contextWith(io, out, { flags: readSharedFlags(given), timings: out.verbose ? createTimings(io.now, io.startupMs) : undefined });
}

const SANDBOX_KEY = "sandbox";
/** Stands where a key would, in a dry run without one. Never sent. */
export const NO_KEY = "no-key-was-found";
/** How long a dry run waits for a list of models: nobody waits for an answer behind it. */
export const DRY_RUN_LOOKUP_MS = 3_000;

function contextWith(
  io: Io,
  out: Output,
  { flags, timings }: { readonly flags: SharedFlags; readonly timings: Timings | undefined },
): Context {
  const closers: (() => Promise<void>)[] = [];
  const background = new AbortController();

  const sandbox = once(async () => {
    if (!flags.sandbox) return undefined;
    const running = await startSandbox();
    closers.push(running.close);
    return running;
  });

  const configOptions = (): LoadConfigOptions => ({
    env: flags.config === undefined ? io.env : { ...io.env, OPENCLAW_CONFIG_PATH: flags.config },
    cwd: io.cwd,
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
  });

  const timed = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> =>
    timings === undefined ? work() : timings.measure(name, work);

  const load = once(async () => {
    const { loadConfig } = await import("@openclaw/config/node");
    const running = await sandbox();
    const baseUrl = running?.baseUrl ?? flags.baseUrl;
    const overlay: readonly FlagValue[] =
      baseUrl === undefined
        ? []
        : [{ flag: running === undefined ? "--base-url" : "--sandbox", path: "models.providers.openrouter.baseUrl", value: baseUrl }];
    const loaded = await timed("config", () => loadConfig({ ...configOptions(), flags: overlay }));
    out.warn(loaded.warnings);
    return loaded;
  });

  /** The same with its references to secrets resolved, as far as requests need them. */
  const activated = once(async () => {
    const [{ activateSecrets }, { createNodeSecretResolver }, loaded] = await Promise.all([
      import("@openclaw/config"),
      import("@openclaw/config/node"),
      load(),
    ]);
    return activateSecrets(loaded.config, createNodeSecretResolver(loaded), ["provider"]);
  });

  const keyring = once(async () => io.keyring ?? (await import("@openclaw/config/node")).createSystemKeyring());

  const credentials = async (purpose: "chat" | "speech"): Promise<readonly Credential[]> => {
    if (flags.sandbox) return [{ secret: new Secret(SANDBOX_KEY), label: "sandbox", origin: "flag" }];
    const loaded = await load();
    const { loadCredentials } = await import("@openclaw/config/node");
    const options = {
      purpose,
      keyring: await keyring(),
      ...(flags.apiKey === undefined ? {} : { flagKey: flags.apiKey }),
      ...(flags.authProfile === undefined ? {} : { profile: flags.authProfile }),
      nowMs: io.now(),
    };
    return timed("key", () => loadCredentials(loaded, options));
  };

  const transport = once(async () => {
    const bare = await openTransport();
    if (timings === undefined) return bare;
    const [{ timeRequests }, { timeConnections }, { config }] = await Promise.all([
      import("./timings/time-requests.js"),
      import("./timings/time-connections.js"),
      load(),
    ]);
    const ended = timeConnections(timings);
    closers.push(async () => ended());
    return timeRequests(bare, timings, { baseUrl: config.models.providers.openrouter.baseUrl, now: io.now });
  });
  const openTransport = async (): Promise<Transport> => {
    if (io.transport !== undefined) return io.transport;
    const [{ createNodeTransport }, { transportOptions }, loaded, config] = await Promise.all([
      import("@openclaw/core/node"),
      import("@openclaw/config/node"),
      load(),
      activated(),
    ]);
    const created = createNodeTransport(transportOptions(config, loaded.environment.values));
    closers.push(() => created.close());
    return created;
  };

  const openCatalog = async (limits: { readonly timeoutMs?: number } = {}): Promise<Catalog> => {
    const [loaded, sender, { createFileCatalogStore }] = await Promise.all([load(), transport(), import("@openclaw/core/node")]);
    return createCatalog({
      endpoint: resolveEndpoint(loaded.config.models.providers.openrouter.baseUrl),
      transport: sender,
      signal: AbortSignal.any([io.signal, background.signal]),
      // A sandbox has another port each time: what it lists is not worth keeping.
      ...(flags.sandbox ? {} : { store: createFileCatalogStore(join(loaded.stateDir, "cache")) }),
      ...limits,
    });
  };
  const catalog = once(async () => openCatalog());
  const quickCatalog = once(async () => openCatalog({ timeoutMs: DRY_RUN_LOOKUP_MS }));

  const targets = async (kind: TargetKind, request: TargetRequest = {}): Promise<ResolvedTargets> => {
    const { resolveTargets } = await import("@openclaw/config");
    const [loaded, config] = await Promise.all([load(), activated()]);
    const keys = await keysFor(kind, request.dryRun === true, credentials);
    const options = {
      config,
      kind,
      credentials: keys,
      ...(request.model === undefined ? {} : { model: request.model }),
      ...(request.fallbacks === undefined ? {} : { fallbacks: request.fallbacks }),
      ...(request.overrides === undefined ? {} : { overrides: request.overrides }),
    };
    const rowsOf = await (request.dryRun === true ? quickCatalog() : catalog());
    const draft = await withSuggestions((known) => resolveTargets({ ...options, known }), rowsOf);
    const { rows, warnings } = await timed("catalogue", () => findRows(draft, { catalog: rowsOf, loaded }));
    out.warn(warnings);
    const resolved = resolveTargets({ ...options, rows: (wireId) => rows.get(wireId) });
    out.warn(resolved.warnings);
    timings?.prepare();
    return { ...resolved, warnings: [...warnings, ...resolved.warnings] };
  };

  return {
    io,
    out,
    json: flags.json,
    flags,
    circuits: createCircuits(),
    configOptions,
    config: load,
    credentials,
    keyring,
    transport,
    catalog,
    targets,
    timings,
    sandbox,
    fork(changes) {
      const forked = contextWith(io, out, { flags: { ...flags, ...changes }, timings });
      closers.push(() => forked.close());
      return forked;
    },
    async close() {
      background.abort();
      for (const close of closers.toReversed()) await close();
      closers.length = 0;
    },
  };
}

async function keysFor(kind: TargetKind, dryRun: boolean, credentials: Context["credentials"]): Promise<readonly Credential[]> {
  try {
    return await credentials(kind === "speech" ? "speech" : "chat");
  } catch (error) {
    if (!dryRun || !ToolkitError.isInstance(error) || error.code !== "key_missing") throw error;
    return [{ secret: new Secret(NO_KEY), label: "none", origin: "flag" }];
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
