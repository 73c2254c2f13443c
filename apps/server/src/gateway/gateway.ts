import { join } from "node:path";
import { type LoadConfigOptions, type LoadedConfig, transportOptions } from "@openclaw/config/node";
import { type Catalog, type Circuits, createCatalog, resolveEndpoint, ToolkitError, type Transport } from "@openclaw/core";
import { createFileCatalogStore, createNodeTransport, type NodeTransport } from "@openclaw/core/node";
import { isConfigProblem, loadSnapshot, type Snapshot } from "./snapshot.js";

/** What all requests of a process share: the configuration as it stands, connections, the memory of failures. */
export interface Gateway {
  current(): Snapshot;
  readonly transport: Transport;
  readonly circuits: Circuits;
  readonly prefillRefusals: Set<string>;
  /** Reads the configuration anew. What cannot be used, or `check` throws at, changes nothing (SRV-2). @returns what was wrong with it */
  reload(check?: (now: Snapshot, next: Snapshot) => void): Promise<ToolkitError | undefined>;
  /** Every file that had a say in the configuration in use, and in the last reading, which may have failed. */
  files(): readonly string[];
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly configOptions: LoadConfigOptions;
  /** For tests. */
  readonly transport?: Transport;
}

/** The gateway before its state is open: failures are remembered there. */
export type GatewayBase = Omit<Gateway, "circuits">;

const PROXY_VARIABLES = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"];

/** @throws ConfigError when the configuration cannot be used at the start */
export async function createGateway({ configOptions, transport: given }: GatewayOptions): Promise<GatewayBase> {
  const ending = new AbortController();
  // Catalogues and connections outlive a reload that does not concern them.
  const catalogs = new Map<string, Catalog>();
  const transports = new Map<string, NodeTransport>();
  const transportOf = new WeakMap<LoadedConfig, NodeTransport>();

  const transportFor = (loaded: LoadedConfig): Transport => {
    if (given !== undefined) return given;
    const known = transportOf.get(loaded);
    if (known !== undefined) return known;
    const wished = transportOptions(loaded.config, loaded.environment.values);
    const name = JSON.stringify({ ...wished, env: PROXY_VARIABLES.map((variable) => wished.env?.[variable]) });
    const transport = transports.get(name) ?? createNodeTransport(wished);
    transports.set(name, transport);
    transportOf.set(loaded, transport);
    return transport;
  };
  /** Of configurations that are no longer in use: their last requests are under way. */
  const retiring = new Set<NodeTransport>();
  const keepOnly = (kept: Transport): void => {
    for (const [name, transport] of transports) {
      if (transport === kept) continue;
      transports.delete(name);
      retiring.add(transport);
      void transport.retire().finally(() => retiring.delete(transport));
    }
  };
  const catalogFor = (loaded: LoadedConfig): Catalog => {
    const endpoint = resolveEndpoint(loaded.config.models.providers.openrouter.baseUrl);
    const known = catalogs.get(endpoint.baseUrl);
    if (known !== undefined) return known;
    const store = createFileCatalogStore(join(loaded.stateDir, "cache"));
    const catalog = createCatalog({
      endpoint,
      transport: (request) => transportFor(current.loaded)(request),
      signal: ending.signal,
      store,
    });
    catalogs.set(endpoint.baseUrl, catalog);
    return catalog;
  };

  /** Of the last reading, and of the last that could be used. */
  let told = new Set<string>();
  let used = told;
  const options = { configOptions: { ...configOptions, onFile: (path: string) => void told.add(path) }, catalogFor };
  let current = await loadSnapshot(options);
  let reloading: Promise<ToolkitError | undefined> = Promise.resolve(undefined);
  const reloadOnce = async (check?: (now: Snapshot, next: Snapshot) => void): Promise<ToolkitError | undefined> => {
    told = new Set();
    try {
      const next = await loadSnapshot(options);
      check?.(current, next);
      const transport = transportFor(next.loaded);
      current = next;
      keepOnly(transport);
      used = told;
      return undefined;
    } catch (error) {
      if (isConfigProblem(error)) return error;
      return new ToolkitError("The configuration could not be read.", { code: "internal", cause: error });
    }
  };

  return {
    current: () => current,
    transport: (request) => transportFor(current.loaded)(request),
    prefillRefusals: new Set(),
    // One after the other: the last edit wins, not the slowest reading.
    reload: (check) => (reloading = reloading.then(() => reloadOnce(check))),
    files: () => [...new Set([...used, ...told])],
    async close() {
      ending.abort();
      await Promise.all([...transports.values(), ...retiring].map((transport) => transport.close()));
    },
  };
}
