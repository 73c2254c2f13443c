import type { Peers } from "./peers.js";
import { readWorkerMessage, type WorkerMessage } from "./worker-message.js";

/** The pipe to the primary: `process` of a worker. */
export interface PrimaryPipe {
  send?: ((message: WorkerMessage, callback: (error: Error | null) => void) => unknown) | undefined;
  on(event: "message", listener: (message: unknown) => void): unknown;
  off(event: "message", listener: (message: unknown) => void): unknown;
}

interface Asking {
  readonly answers: unknown[];
  missing: number;
  done: () => void;
}

// An onlooker would rather see most of it than wait for a worker that is stuck.
const ANSWER_MS = 1_000;

/** The other workers of `--workers`, reached through the primary (SRV-3). */
export function createWorkerPeers(pipe: PrimaryPipe): Peers {
  const replies = new Map<string, (question: unknown) => unknown>();
  const listeners = new Map<string, ((message: string) => void)[]>();
  const asking = new Map<number, Asking>();
  let lastId = 0;
  // When the primary is gone this worker ends with it, after its streams have. Without somebody who is told, Node tells the whole process of a broken
  // pipe, which would end it at once.
  const send = (message: WorkerMessage, onLost: () => void = () => undefined): void => {
    try {
      pipe.send?.(message, (error) => {
        if (error !== null) onLost();
      });
    } catch {
      onLost();
    }
  };
  const settle = (id: number, change: (one: Asking) => void): void => {
    const one = asking.get(id);
    if (one === undefined) return;
    change(one);
    if (one.missing === 0) one.done();
  };
  const hear = (raw: unknown): void => {
    const message = readWorkerMessage(raw);
    switch (message?.openclaw) {
      case "ask": {
        const { id, topic, question, from = 0 } = message;
        void answerOf(replies.get(topic), question).then((answer) => send({ openclaw: "answer", id, to: from, answer }));
        return;
      }
      case "asked":
        return settle(message.id, (one) => (one.missing += message.count));
      case "answer":
        return settle(message.id, (one) => {
          one.missing -= 1;
          one.answers.push(message.answer);
        });
      case "tell":
        for (const listener of listeners.get(message.channel) ?? []) listener(message.message);
        return;
      default:
      // Told to the process, not to its peers.
    }
  };
  pipe.on("message", hear);
  send({ openclaw: "here" });

  return {
    answer: (topic, reply) => void replies.set(topic, reply),
    async ask(topic, question) {
      const id = ++lastId;
      const own = answerOf(replies.get(topic), question);
      const one: Asking = { answers: [], missing: 0, done: () => undefined };
      const others = new Promise<void>((resolve) => (one.done = resolve));
      asking.set(id, one);
      const timer = setTimeout(one.done, ANSWER_MS);
      send({ openclaw: "ask", id, topic, question }, one.done);
      await others;
      clearTimeout(timer);
      asking.delete(id);
      return [await own, ...one.answers].filter((answer) => answer !== undefined);
    },
    tell: (channel, message) => send({ openclaw: "tell", channel, message }),
    listen: (channel, listener) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    close: () => void pipe.off("message", hear),
  };
}

/** A worker that cannot answer says nothing; the others still do. */
async function answerOf(reply: ((question: unknown) => unknown) | undefined, question: unknown): Promise<unknown> {
  try {
    return await reply?.(question);
  } catch {
    return undefined;
  }
}
