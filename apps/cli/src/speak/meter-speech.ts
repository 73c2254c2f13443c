import { randomUUID } from "node:crypto";
import type { ModelTarget, Transport, TransportBody } from "@openclaw/core";
import { readGenerationCost } from "../account/read-generation.js";
import type { Context } from "../context.js";
import { logSpending } from "../usage/log-usage.js";

export interface SpeechMeter {
  readonly transport: Transport;
  /** What is known so far, of all sentences. */
  readonly spentUsd: () => number;
  /** What all of it cost, once that is told and counted; `undefined` where nothing was told of any of it. Never rejects. */
  readonly costUsd: () => Promise<number | undefined>;
  /** A reply that an earlier process had bought, and perhaps did not count. */
  readonly kept: (generationId: string) => void;
}

/**
 * Sound has no room for its price: each reply's generation is looked up when its last byte is here, while the next sentence is spoken, and is
 * counted then (CLI-2). One whose price is not told, because of Ctrl-C or in time, is counted by its name: `openclaw usage` asks for it later.
 */
export async function meterSpeech(
  context: Context,
  facts: { readonly target: ModelTarget | undefined; readonly signal: AbortSignal; readonly session?: string | undefined },
): Promise<SpeechMeter> {
  const { target, signal, session } = facts;
  const transport = await context.transport();
  // The sentences of one text are one turn of the log.
  const job = randomUUID();
  const counted: Promise<number | undefined>[] = [];
  let spent = 0;
  const log = async (generationId: string | undefined, costUsd?: number): Promise<void> => {
    const generation = generationId?.startsWith("gen-") === true ? { generation: generationId, key: target?.keyLabel } : {};
    await logSpending(context, { kind: "speech", model: target?.model.wireId, costUsd, session, job, ...generation });
  };
  const lookUp = async (id: string | undefined): Promise<number | undefined> => {
    // That a price is not told spoils nothing.
    const costUsd = target === undefined ? undefined : await readGenerationCost(id, target, { transport, signal }).catch(() => undefined);
    spent += costUsd ?? 0;
    await log(id, costUsd);
    return costUsd;
  };
  return {
    async transport(request) {
      const response = await transport(request);
      if (response.status !== 200 || !new URL(request.url).pathname.endsWith("/audio/speech")) return response;
      const id = response.headers.get("x-generation-id") ?? undefined;
      return { ...response, body: atEnd(response.body, () => void counted.push(lookUp(id))) };
    },
    spentUsd: () => spent,
    async costUsd() {
      const costs = (await Promise.all(counted)).filter((cost) => cost !== undefined);
      return costs.length === 0 ? undefined : costs.reduce((sum, cost) => sum + cost, 0);
    },
    kept: (generationId) => void counted.push(log(generationId).then(() => undefined)),
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
