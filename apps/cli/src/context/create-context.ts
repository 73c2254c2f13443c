import { createCircuits } from "@openclaw/core";
import type { Given } from "../args/command-spec.js";
import { readSharedFlags } from "../args/shared-flags.js";
import type { Context } from "../context.js";
import type { Io } from "../io.js";
import type { Output } from "../output/output.js";
import { createTimings } from "../timings/timings.js";
import { createConfiguration } from "./configuration.js";
import { createConnections } from "./connections.js";
import { findTargets } from "./find-targets.js";
import { createKeys } from "./keys.js";
import type { Parts } from "./parts.js";

/** What a command is run with; nothing of it is read or opened before somebody asks. */
export function createContext(io: Io, out: Output, given: Given["flags"]): Context {
  const timings = out.verbose ? createTimings(io.now, io.startupMs) : undefined;
  return contextWith({ io, out, flags: readSharedFlags(given), timings });
}

function contextWith({ io, out, flags, timings }: Pick<Parts, "io" | "out" | "flags" | "timings">): Context {
  const closers: (() => void | Promise<void>)[] = [];
  const closing = new AbortController();
  const parts: Parts = { io, out, flags, timings, closing: closing.signal, onClose: (close) => void closers.push(close) };
  const configuration = createConfiguration(parts);
  const keys = createKeys(parts, configuration);
  const connections = createConnections(parts, configuration);
  return {
    io,
    out,
    json: flags.json,
    flags,
    circuits: createCircuits(),
    configOptions: configuration.options,
    config: configuration.load,
    credentials: keys.credentials,
    keyring: keys.keyring,
    transport: connections.transport,
    catalog: connections.catalog,
    targets: (kind, request = {}) => findTargets(parts, { configuration, keys, connections }, { kind, request }),
    timings,
    sandbox: configuration.sandbox,
    fork(changes) {
      const forked = contextWith({ io, out, flags: { ...flags, ...changes }, timings });
      closers.push(() => forked.close());
      return forked;
    },
    async close() {
      closing.abort();
      for (const close of closers.toReversed()) await close();
      closers.length = 0;
    },
  };
}
