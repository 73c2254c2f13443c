/** One HTTP request, complete: nothing is added below this line. */
export interface TransportRequest {
  /** In upper case. */
  readonly method: "GET" | "POST" | "DELETE";
  /** Absolute. */
  readonly url: string;
  /** The key is among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: none is sent. */
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData;
  /** Aborting ends the request at once, before and after the first byte (NET-4). */
  readonly signal: AbortSignal;
  /** Limit for making the connection; a transport that cannot tell connecting from waiting ignores it. */
  readonly connectMs?: number;
  /**
   * The addresses that the host's name was found to stand for, and that were checked: connections go to these and the name is not looked up
   * again, so that it cannot come to mean another in between. A transport that cannot choose ignores it; the one of `./node` can.
   */
  readonly addresses?: readonly string[];
}

/** The bytes of a reply, pulled one piece at a time: what is not read is not taken from the network. */
export interface TransportBody {
  /** The next piece; `undefined` at the end. Rejects when the connection breaks. */
  read(): Promise<Uint8Array | undefined>;
  /** Closes the connection when the rest is not wanted. Never rejects. */
  cancel(): Promise<void>;
}

/** The headers of a reply, looked up by name in any case: the platform's `Headers`, or what reads them off the wire when it is asked. */
export type ReplyHeaders = Pick<Headers, "get">;

export interface TransportResponse {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: TransportBody;
}

/**
 * The one seam to the network. Redirects are never followed by a transport: it returns the 3xx, and whoever asked decides (KEY-6).
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;
