import { readWorkerMessage, type WorkerMessage } from "./worker-message.js";

/** A worker, as the primary sees it. */
export interface RelayedWorker {
  readonly id: number;
  send(message: WorkerMessage): void;
}

export interface Relay {
  /** What a worker said. */
  hear(from: RelayedWorker, message: unknown): void;
  gone(worker: RelayedWorker): void;
}

/** The primary's part: passes on what workers say to each other, and answers nothing itself. */
export function createRelay(): Relay {
  const here = new Map<number, RelayedWorker>();
  return {
    hear(from, raw) {
      const message = readWorkerMessage(raw);
      const others = [...here.values()].filter(({ id }) => id !== from.id);
      switch (message?.openclaw) {
        case "here":
          here.set(from.id, from);
          return;
        case "ask":
          // First of all how many answers to wait for, so that no answer is there before its number.
          from.send({ openclaw: "asked", id: message.id, count: others.length });
          for (const other of others) other.send({ ...message, from: from.id });
          return;
        case "answer":
          here.get(message.to)?.send(message);
          return;
        case "tell":
          for (const other of others) other.send(message);
          return;
        default:
        // What only the primary says.
      }
    },
    gone: ({ id }) => void here.delete(id),
  };
}
