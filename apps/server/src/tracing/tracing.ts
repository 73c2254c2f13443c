import type { Exchange } from "../http/exchange.js";
import type { RequestTrace } from "./request-trace.js";

/** OpenTelemetry (SRV-8). Present only when an endpoint is configured; what it needs is loaded only then. */
export interface Tracing {
  /** `undefined` for probes, metrics and the page: nobody looks for them in a trace. */
  begin(exchange: Exchange): RequestTrace | undefined;
  /** For a request to a provider, made within `run`. */
  outgoing(): Readonly<Record<string, string>>;
  /** Sends what is left; waits for a collector that does not answer no longer than a moment. */
  close(): Promise<void>;
}
