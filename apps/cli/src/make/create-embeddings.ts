import { ApiError, endpointUrl, type ModelTarget, requestHeaders, type RequestPlan, runWithFailover, sendJson } from "@openclaw/core";
import { readArray, readNumber, readObject } from "@openclaw/core/internal";
import type { ResolvedTargets } from "@openclaw/config";
import type { Context } from "../context.js";

export interface EmbeddingInput {
  readonly texts: readonly string[];
  readonly dimensions?: number | undefined;
}

export interface Embeddings {
  /** One for each text, in its order. */
  readonly vectors: readonly (readonly number[])[];
  readonly model: string;
  readonly promptTokens?: number;
  readonly costUsd?: number;
  readonly attempts: Awaited<ReturnType<typeof runWithFailover>>["attempts"];
}

const MAX_REPLY_BYTES = 256 * 1024 * 1024;

/** The request for `POST /embeddings`. Pure. */
export function planEmbeddings(target: ModelTarget, { texts, dimensions }: EmbeddingInput): RequestPlan {
  const provider = target.endpoint.verified ? target.params.provider : undefined;
  return {
    method: "POST",
    url: endpointUrl(target.endpoint, "/embeddings"),
    headers: requestHeaders(target),
    body: {
      model: target.model.wireId,
      input: [...texts],
      encoding_format: "float",
      ...(dimensions === undefined ? {} : { dimensions }),
      ...(provider === undefined ? {} : { provider }),
    },
    warnings: [],
    steps: [],
  };
}

/** Makes an embedding of each text. @throws ApiError `response_malformed` when the reply has none for one of them */
export async function createEmbeddings(context: Context, input: EmbeddingInput, resolved: ResolvedTargets): Promise<Embeddings> {
  const transport = await context.transport();
  const { signal } = context.io;
  const { targets, failover: policy } = resolved;
  const run = await runWithFailover({ targets, policy, circuits: context.circuits, use: "embeddings", signal }, async (target) => {
    const { json } = await sendJson(planEmbeddings(target, input), target, { transport, signal, maxBytes: MAX_REPLY_BYTES });
    return readEmbeddings(json, input.texts.length, target);
  });
  return { ...run.value, model: run.target.model.ref, attempts: run.attempts };
}

function readEmbeddings(
  json: Readonly<Record<string, unknown>>,
  count: number,
  target: ModelTarget,
): Omit<Embeddings, "model" | "attempts"> {
  const vectors: (readonly number[])[] = [];
  for (const [position, item] of (readArray(json["data"]) ?? []).entries()) {
    const row = readObject(item);
    const vector = readArray(row?.["embedding"])?.filter((value): value is number => typeof value === "number");
    if (vector !== undefined && vector.length > 0) vectors[readNumber(row?.["index"]) ?? position] = vector;
  }
  if (vectors.length !== count || vectors.includes(undefined as never)) {
    throw new ApiError(`${target.model.ref} did not answer with an embedding for each of ${count} texts.`, {
      code: "response_malformed",
      status: 200,
    });
  }
  const usage = readObject(json["usage"]);
  const promptTokens = readNumber(usage?.["prompt_tokens"]);
  const costUsd = readNumber(usage?.["cost"]);
  return { vectors, ...(promptTokens === undefined ? {} : { promptTokens }), ...(costUsd === undefined ? {} : { costUsd }) };
}
