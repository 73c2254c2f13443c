import type { Exchange } from "../http/exchange.js";
import type { Budgets } from "../store/types.js";

/**
 * Writes down what the provider calls the answers that are on their way, so that what a crash cuts off can be asked for afterwards (SRV-4). Short
 * answers are over before it is their turn and cost no write.
 */
export interface GenerationNotes {
  add(requestId: string, exchange: Pick<Exchange, "generationId">): void;
  /** From here on it is this one, whatever the exchange says; nothing, when it is written down already. */
  fix(requestId: string, generationId: string): void;
  remove(requestId: string): void;
  close(): void;
}

const LOOK_EVERY_MS = 500;

export function createGenerationNotes(budgets: Pick<Budgets, "attach">): GenerationNotes {
  const open = new Map<string, Pick<Exchange, "generationId">>();
  const look = (): void => {
    const found: { readonly requestId: string; readonly generationId: string }[] = [];
    for (const [requestId, { generationId }] of open) if (generationId !== undefined) found.push({ requestId, generationId });
    if (found.length === 0) return;
    for (const { requestId } of found) open.delete(requestId);
    // What could not be written is settled like an answer whose name nobody knew: as dear as it may have been.
    void budgets.attach(...found).catch(() => undefined);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return {
    add: (requestId, exchange) => void open.set(requestId, exchange),
    fix(requestId, generationId) {
      if (open.has(requestId)) open.set(requestId, { generationId });
    },
    remove: (requestId) => void open.delete(requestId),
    close: () => clearInterval(timer),
  };
}
