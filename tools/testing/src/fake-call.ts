import { readRequestBody } from "./request-body.js";

/** One recorded request. The fields that say "so far" change while the answer is being read. */
export interface FakeCall {
  readonly method: string;
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON parsed where the content type says so or the text is JSON; else the text, the bytes or the FormData; undefined without a body. */
  readonly body: unknown;
  readonly redirect: RequestRedirect;
  readonly signal: AbortSignal | undefined;
  /** The request's signal fired, so far. */
  readonly aborted: boolean;
  /** The answer's body was given up before its end (reader cancelled it, or the abort did), so far. */
  readonly cancelled: boolean;
  /** The answer's body was read to its end. */
  readonly finished: boolean;
  /** Bytes of the answer that were read, so far. */
  readonly delivered: number;
}

/** A call with the notes that its answer writes on. */
export interface RecordedCall {
  readonly call: FakeCall;
  readonly signal: AbortSignal | undefined;
  readonly note: { cancelled: boolean; finished: boolean; delivered: number };
  /** Settles when the body has been read; a body given as text is there at once. */
  readonly bodyRead: Promise<void>;
}

/** Turns the arguments of `fetch` into a call, at once, so that a test sees a request that has not been answered yet. */
export function recordCall(input: string | URL | Request, init: RequestInit | undefined): RecordedCall {
  const from = input instanceof Request ? input : undefined;
  const signal = init?.signal ?? from?.signal;
  const headers = new Headers(init?.headers ?? from?.headers);
  const note = { cancelled: false, finished: false, delivered: 0 };
  let body: unknown;
  const read = readRequestBody(init?.body ?? from?.clone().body, headers);
  if (!(read instanceof Promise)) body = read;
  const bodyRead = Promise.resolve(read).then((value) => {
    body = value;
  });
  const call: FakeCall = {
    method: (init?.method ?? from?.method ?? "GET").toUpperCase(),
    url: input instanceof Request ? input.url : new URL(input).href,
    headers: Object.fromEntries(headers),
    redirect: init?.redirect ?? from?.redirect ?? "follow",
    signal,
    get body() {
      return body;
    },
    get aborted() {
      return signal?.aborted ?? false;
    },
    get cancelled() {
      return note.cancelled;
    },
    get finished() {
      return note.finished;
    },
    get delivered() {
      return note.delivered;
    },
  };
  return { call, signal, note, bodyRead };
}
