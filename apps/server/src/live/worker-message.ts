/** What the workers of one server say to each other by way of their primary, and what the primary says to them. */
export type WorkerMessage =
  /** A worker can answer from now on. */
  | { readonly openclaw: "here" }
  /** To the primary: for every other worker. To a worker: asked by `from`. */
  | { readonly openclaw: "ask"; readonly id: number; readonly topic: string; readonly question: unknown; readonly from?: number }
  /** To the asker: so many others were asked. */
  | { readonly openclaw: "asked"; readonly id: number; readonly count: number }
  | { readonly openclaw: "answer"; readonly id: number; readonly to: number; readonly answer: unknown }
  | { readonly openclaw: "tell"; readonly channel: string; readonly message: string }
  | { readonly openclaw: "reload" }
  /** `again`: without waiting for anything. */
  | { readonly openclaw: "end"; readonly again: boolean };

/** Other parts of a program use the same pipe: what is not ours is `undefined`. */
export function readWorkerMessage(message: unknown): WorkerMessage | undefined {
  const ours = typeof message === "object" && message !== null && "openclaw" in message && typeof message.openclaw === "string";
  return ours ? (message as WorkerMessage) : undefined;
}
