import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { Fault } from "../faults/fault.js";

/** One request, read to its end, and the response it waits for. */
export interface Exchange {
  readonly method: string;
  /** Path without the `/api/v1` prefix. */
  readonly path: string;
  readonly url: URL;
  /** Named parts of the path (`/videos/{id}` → `id`), decoded. */
  readonly params: Record<string, string>;
  readonly headers: IncomingHttpHeaders;
  /** The body as it came. */
  readonly bytes: Buffer;
  /** The body as JSON; `undefined` where it is none. */
  readonly body: unknown;
  /** The key after `Bearer`, empty where none is needed. */
  readonly key: string;
  /** The fault chosen for this request, if any. */
  readonly fault: Fault | undefined;
  readonly response: ServerResponse;
  /** Aborts when the client goes away. */
  readonly gone: AbortSignal;
}
