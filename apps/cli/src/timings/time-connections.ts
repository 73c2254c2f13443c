import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { RunningTiming, Timings } from "./timings.js";

const BEGINS = "undici:client:beforeConnect";
const ENDS = ["undici:client:connected", "undici:client:connectError"] as const;

/** Measures each connection, the lookup of its name and TLS included, by the events that the HTTP client tells of itself. Returns what ends it. */
export function timeConnections(timings: Timings): () => void {
  const open = new Map<unknown, RunningTiming>();
  const connectorOf = (message: unknown): unknown => (message as { readonly connector?: unknown }).connector;
  const onBegin = (message: unknown): void => {
    const { connectParams } = message as { readonly connectParams?: { readonly host?: string } };
    open.set(connectorOf(message), timings.start(`connect to ${connectParams?.host ?? "the server"}`));
  };
  const onEnd = (message: unknown): void => {
    open.get(connectorOf(message))?.end();
    open.delete(connectorOf(message));
  };
  subscribe(BEGINS, onBegin);
  for (const name of ENDS) subscribe(name, onEnd);
  return () => {
    unsubscribe(BEGINS, onBegin);
    for (const name of ENDS) unsubscribe(name, onEnd);
  };
}
