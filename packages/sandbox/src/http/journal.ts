/** One request the sandbox has seen. */
export interface RecordedRequest {
  /** In upper case. */
  method: string;
  /** Path with its query, as sent. */
  path: string;
  /** By lower-case name. */
  headers: Record<string, string | string[] | undefined>;
  /** The body as JSON, or as text where it is no JSON; `undefined` for an empty one. */
  body: unknown;
  /** When it arrived, in ms since 1970. */
  at: number;
  /** `open` while it is answered, `finished` after the last byte, `aborted` when the connection ended before it. */
  state: "open" | "finished" | "aborted";
}

/** Larger bodies are not kept, only their size. */
const KEPT_BYTES = 4_000_000;

/** A body as the journal keeps it. */
export function recordedBody(bytes: Buffer, json: unknown): unknown {
  if (bytes.length === 0) return undefined;
  return bytes.length > KEPT_BYTES ? `[${bytes.length} bytes, not kept]` : (json ?? bytes.toString("utf8"));
}

export interface Journal {
  readonly requests: RecordedRequest[];
  add: (request: RecordedRequest) => void;
}

/** Keeps the last `limit` requests. */
export function createJournal(limit: number): Journal {
  const requests: RecordedRequest[] = [];
  return {
    requests,
    add: (request) => {
      requests.push(request);
      if (requests.length > limit) requests.shift();
    },
  };
}
