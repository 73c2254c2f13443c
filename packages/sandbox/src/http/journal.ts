/** One request the sandbox has seen. */
export interface RecordedRequest {
  method: string;
  /** Path with its query, as sent. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  /** The body as JSON, or as text where it is no JSON; `undefined` for an empty one. */
  body: unknown;
  /** When it arrived, in ms since 1970. */
  at: number;
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
