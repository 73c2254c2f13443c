import type { TransportBody } from "@openclaw/core";

const PATIENCE_MS = 2_000;

/**
 * Lets a reply that has said everything come to its own end, so that its connection serves the next request; one that does not end soon is
 * closed. Nobody waits for it: an answer that is whole must not be held back by a connection that is slow to close.
 */
export function releaseReply(body: TransportBody): void {
  void readToEnd(body).catch(() => undefined);
}

async function readToEnd(body: TransportBody): Promise<void> {
  const timer = setTimeout(() => void body.cancel(), PATIENCE_MS);
  timer.unref();
  try {
    while ((await body.read()) !== undefined);
  } finally {
    clearTimeout(timer);
  }
}
