/** Whatever shows signs of life while it waits. */
export interface Beating {
  readonly lastWriteMs: number;
  beat(): void;
}

/** One timer for all open streams: each that was silent for `intervalMs` sends a sign of life. */
export interface Heartbeat {
  add(stream: Beating): void;
  remove(stream: Beating): void;
  close(): void;
}

export function createHeartbeat(intervalMs: number): Heartbeat {
  const streams = new Set<Beating>();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    for (const stream of streams) if (nowMs - stream.lastWriteMs >= intervalMs) stream.beat();
  }, intervalMs / 3);
  timer.unref();
  return {
    add: (stream) => void streams.add(stream),
    remove: (stream) => void streams.delete(stream),
    close: () => clearInterval(timer),
  };
}
