import type { Exchange } from "../http/exchange.js";
import type { Budgets } from "../budget/budget-types.js";

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
  const writing = new Set<string>();
  const look = (): void => {
    const found: { readonly requestId: string; readonly generationId: string }[] = [];
    for (const [requestId, { generationId }] of open) if (generationId !== undefined) found.push({ requestId, generationId });
    if (found.length === 0) return;
    for (const { requestId } of found) {
      open.delete(requestId);
      writing.add(requestId);
    }
    const written = (): void => {
      for (const { requestId } of found) writing.delete(requestId);
    };
    // What could not be written comes again, unless it is over. Nobody else would know the name after a crash, and it would be taken for as dear as it
    // may have been.
    const again = (): void => {
      for (const { requestId, generationId } of found) if (writing.delete(requestId)) open.set(requestId, { generationId });
    };
    void budgets.attach(...found).then(written, again);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return {
    add: (requestId, exchange) => void open.set(requestId, exchange),
    fix(requestId, generationId) {
      if (open.has(requestId)) open.set(requestId, { generationId });
    },
    remove(requestId) {
      open.delete(requestId);
      if (writing.size > 0) writing.delete(requestId);
    },
    close: () => clearInterval(timer),
  };
}
