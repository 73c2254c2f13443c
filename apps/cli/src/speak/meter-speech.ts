import type { ModelTarget, Transport, TransportBody } from "@openclaw/core";
import { readGenerationCost } from "../account/read-generation.js";

export interface SpeechMeter {
  readonly transport: Transport;
  /** What is known so far, of all sentences. */
  readonly spentUsd: () => number;
  /** What all of it cost, once that is told; `undefined` where nothing was told of any of it. */
  readonly costUsd: () => Promise<number | undefined>;
}

/** Sound has no room for its price: each reply's generation is looked up when its last byte is here, while the next sentence is spoken. */
export function meterSpeech(transport: Transport, target: ModelTarget | undefined, signal: AbortSignal): SpeechMeter {
  const lookups: Promise<number | undefined>[] = [];
  let spent = 0;
  const lookUp = async (id: string): Promise<number | undefined> => {
    if (target === undefined) return undefined;
    // That a price is not told spoils nothing.
    const costUsd = await readGenerationCost(id, target, { transport, signal }).catch(() => undefined);
    spent += costUsd ?? 0;
    return costUsd;
  };
  return {
    async transport(request) {
      const response = await transport(request);
      const id = response.headers.get("x-generation-id");
      if (response.status !== 200 || id === null || !new URL(request.url).pathname.endsWith("/audio/speech")) return response;
      return { ...response, body: atEnd(response.body, () => void lookups.push(lookUp(id))) };
    },
    spentUsd: () => spent,
    async costUsd() {
      const costs = (await Promise.all(lookups)).filter((cost) => cost !== undefined);
      return costs.length === 0 ? undefined : costs.reduce((sum, cost) => sum + cost, 0);
    },
  };
}

function atEnd(body: TransportBody, then: () => void): TransportBody {
  let ended = false;
  const end = (): void => {
    if (!ended) then();
    ended = true;
  };
  return {
    async read() {
      const piece = await body.read();
      if (piece === undefined) end();
      return piece;
    },
    // What was cut off is billed as well.
    async cancel() {
      end();
      await body.cancel();
    },
  };
}
