import type { ControlledStream } from "./controlled-stream.js";
import type { FakeCall } from "./fake-call.js";

interface Head {
  /** 200 by default. */
  readonly status?: number;
  /** A name is written over the default header of the reply's kind. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a faked server may answer. A function sees the call and answers with any of these, or with a `Response` of its own. */
export type FakeReply =
  | (Head & { readonly type: "json"; readonly body: unknown })
  | (Head & { readonly type: "text"; readonly body: string })
  | (Head & { readonly type: "binary"; readonly body: Uint8Array })
  | (Head & { readonly type: "empty" })
  | (Head & StreamReply)
  | (Head & { readonly type: "controlled"; readonly stream: ControlledStream })
  | { readonly type: "network-error"; readonly error?: unknown }
  | { readonly type: "hang" }
  | FakeReplyFunction;

export type FakeReplyFunction = (call: FakeCall) => FakeReply | Response | Promise<FakeReply | Response>;

/** Chunks as the network would cut them; one is handed over per read, so `call.delivered` shows what was pulled. */
export interface StreamReply {
  readonly type: "stream";
  readonly chunks: readonly (string | Uint8Array)[];
  /** Awaited before each chunk; wait on a fake clock or a promise of the test here. */
  readonly pace?: (index: number) => Promise<void> | void;
  /** After the last chunk: close (default), stay silent for ever, or break with `error`. */
  readonly end?: "close" | "stall" | "error";
  readonly error?: unknown;
}

/** The error that a platform's fetch rejects with when a connection fails; the cause carries the code. */
export function networkFailure(code = "ECONNRESET"): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(`read ${code}`), { code }) });
}
