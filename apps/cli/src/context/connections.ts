import { join } from "node:path";
import { type Catalog, createCatalog, resolveEndpoint, type Transport } from "@openclaw/core";
import type { Configuration } from "./configuration.js";
import { DRY_RUN_LOOKUP_MS } from "./dry-run.js";
import { once, type Parts } from "./parts.js";

export interface Connections {
  readonly transport: () => Promise<Transport>;
  readonly catalog: () => Promise<Catalog>;
  /** Waits no longer than a dry run should. */
  readonly quickCatalog: () => Promise<Catalog>;
}

export function createConnections(parts: Parts, configuration: Configuration): Connections {
  const { io, flags, timings, closing, onClose } = parts;

  const openTransport = async (): Promise<Transport> => {
    if (io.transport !== undefined) return io.transport;
    const [{ createNodeTransport }, { transportOptions }, loaded, config] = await Promise.all([
      import("@openclaw/core/node"),
      import("@openclaw/config/node"),
      configuration.load(),
      configuration.activated(),
    ]);
    const created = createNodeTransport(transportOptions(config, loaded.environment.values));
    onClose(() => created.close());
    return created;
  };
  const transport = once(async () => {
    const bare = await openTransport();
    if (timings === undefined) return bare;
    const [{ timeRequests }, { timeConnections }, { config }] = await Promise.all([
      import("../timings/time-requests.js"),
      import("../timings/time-connections.js"),
      configuration.load(),
    ]);
    onClose(timeConnections(timings));
    return timeRequests(bare, timings, { baseUrl: config.models.providers.openrouter.baseUrl, now: io.now });
  });
  const openCatalog = async (limits: { readonly timeoutMs?: number } = {}): Promise<Catalog> => {
    const [loaded, sender, { createFileCatalogStore }] = await Promise.all([
      configuration.load(),
      transport(),
      import("@openclaw/core/node"),
    ]);
    return createCatalog({
      endpoint: resolveEndpoint(loaded.config.models.providers.openrouter.baseUrl),
      transport: sender,
      signal: AbortSignal.any([io.signal, closing]),
      // A sandbox has another port each time: what it lists is not worth keeping.
      ...(flags.sandbox ? {} : { store: createFileCatalogStore(join(loaded.stateDir, "cache")) }),
      ...limits,
    });
  };
  return {
    transport,
    catalog: once(() => openCatalog()),
    quickCatalog: once(() => openCatalog({ timeoutMs: DRY_RUN_LOOKUP_MS })),
  };
}
