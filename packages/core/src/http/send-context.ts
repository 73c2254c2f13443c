import type { Endpoint } from "../endpoint.js";
import type { Secret } from "../secret.js";
import type { Timeouts } from "../target.js";
import type { Clock } from "./clock.js";
import type { PhaseTimer } from "./phase-timer.js";
import type { Transport, TransportRequest } from "./transport.js";

/** What a library user may replace around a request. */
export interface SendOptions {
  /** Default: the runtime's `fetch`. */
  readonly transport?: Transport | undefined;
  /** Ends the request with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Default: the system's. */
  readonly clock?: Clock | undefined;
}

export interface SendContext extends SendOptions {
  readonly endpoint: Endpoint;
  /** Without one, nothing is authorised: a catalogue, for example, is public. */
  readonly apiKey?: Secret | undefined;
  readonly timeouts: Timeouts;
  /** Runs the phases; the caller starts and stops it. */
  readonly timer: PhaseTimer;
  /** Model and host, for messages. */
  readonly what?: string;
  /** A body that is not JSON, such as an upload; replaces `plan.body`. */
  readonly rawBody?: TransportRequest["body"];
}
