/** The other workers of this server: asked together, and told what one of them saw. Without `--workers` it is this process alone. */
export interface Peers {
  /** How this process answers. */
  answer(topic: string, reply: (question: unknown) => unknown): void;
  /** The answers of all, this process included; one that does not answer in time, or with nothing, is left out. */
  ask(topic: string, question: unknown): Promise<readonly unknown[]>;
  /** Tells every other worker. */
  tell(channel: string, message: string): void;
  listen(channel: string, listener: (message: string) => void): void;
  close(): void;
}

/** A process without others. */
export function createLonePeers(): Peers {
  const replies = new Map<string, (question: unknown) => unknown>();
  return {
    answer: (topic, reply) => void replies.set(topic, reply),
    ask: async (topic, question) => [await replies.get(topic)?.(question)],
    tell: () => undefined,
    listen: () => undefined,
    close: () => undefined,
  };
}
