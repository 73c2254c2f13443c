import {
  ApiError,
  type AttemptRecord,
  type Circuits,
  type FailoverPolicy,
  type ModelTarget,
  type Overrides,
  runWithFailover,
  sendJson,
  type SendOptions,
} from "@openclaw/core";
import { listTargets, readArray, readNumber, readObject } from "@openclaw/core/internal";
import { readUsage, type Usage } from "../usage.js";
import { type EmbeddingInput, shapeEmbeddings } from "./shape-embeddings.js";

export interface EmbeddingRequest extends EmbeddingInput {
  /** The model, or the candidates in order (FAIL-1). Vectors of different models cannot be compared: give one, unless each call stands alone. */
  readonly target: ModelTarget | readonly ModelTarget[];
}

export interface EmbeddingOptions extends SendOptions {
  /** Over `DEFAULT_FAILOVER`, key by key. */
  readonly failover?: Overrides<FailoverPolicy> | undefined;
  /** Shared by all requests of a process; without it, candidates are not remembered between requests. */
  readonly circuits?: Circuits | undefined;
  /** For retry jitter; tests fix it. */
  readonly random?: (() => number) | undefined;
}

export interface EmbeddingResult {
  /** One for each text, in its order. */
  readonly vectors: readonly (readonly number[])[];
  /** Ref of the model that made them. */
  readonly model: string;
  readonly usage: Usage | undefined;
  readonly attempts: readonly AttemptRecord[];
}

const MAX_REPLY_BYTES = 256 * 1024 * 1024;

/**
 * Turns texts into vectors, all in one request.
 *
 * @throws RequestError `input_invalid` before anything is sent, ApiError `response_malformed` when a text has no vector, else what the request fails with
 * @example
 * const { vectors } = await embedTexts({ target, texts: ["a red fox", "a blue whale"] });
 */
export async function embedTexts(request: EmbeddingRequest, options: EmbeddingOptions = {}): Promise<EmbeddingResult> {
  const { target: given, ...input } = request;
  const { failover: policy, ...sending } = options;
  const plans = new Map(listTargets(given).map((target) => [target, shapeEmbeddings(target, input)]));
  const run = await runWithFailover({ ...sending, targets: [...plans.keys()], policy, use: "embeddings" }, async (target) => {
    const plan = plans.get(target) ?? shapeEmbeddings(target, input);
    const { json } = await sendJson(plan, target, { ...sending, maxBytes: MAX_REPLY_BYTES });
    return { vectors: readVectors(json, input.texts.length, target), usage: readUsage(json["usage"]) };
  });
  return { ...run.value, model: run.target.model.ref, attempts: run.attempts };
}

function readVectors(json: Readonly<Record<string, unknown>>, count: number, target: ModelTarget): readonly (readonly number[])[] {
  const vectors = new Map<number, readonly number[]>();
  for (const [position, item] of (readArray(json["data"]) ?? []).entries()) {
    const row = readObject(item);
    const vector = readArray(row?.["embedding"])?.filter((value): value is number => typeof value === "number");
    if (vector !== undefined && vector.length > 0) vectors.set(readNumber(row?.["index"]) ?? position, vector);
  }
  const inOrder = Array.from({ length: count }, (_, index) => vectors.get(index));
  const missing = inOrder.indexOf(undefined);
  if (missing >= 0) {
    const message = `${target.model.ref} answered without an embedding of text ${missing + 1} of ${count}.`;
    throw new ApiError(message, { code: "response_malformed", status: 200, hint: "Use a model that makes embeddings." });
  }
  return inOrder.flatMap((vector) => (vector === undefined ? [] : [vector]));
}
