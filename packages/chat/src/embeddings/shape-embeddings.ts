import { endpointUrl, type ModelTarget, RequestError, requestHeaders, type RequestPlan } from "@openclaw/core";
import { checkFields, type FieldNames, readArray } from "@openclaw/core/internal";

/** Texts to be turned into vectors. */
export interface EmbeddingInput {
  /** One or more; none may be blank. */
  readonly texts: readonly string[];
  /** How long the vectors are, where the model can choose. Default: the model's own. */
  readonly dimensions?: number | undefined;
}

const FIELDS: FieldNames = {
  what: "a request for embeddings",
  known: Object.keys({ texts: true, dimensions: true } satisfies Record<keyof EmbeddingInput, true>).concat("target"),
  elsewhere: { input: "texts", value: "texts", values: "texts", model: "target: createTarget({ model, … })" },
};

/**
 * The request for `POST /embeddings` as data: pure, and no key is in it. The provider's routing goes to OpenRouter only (NET-2).
 *
 * @throws RequestError `input_invalid` when there is no text, or a blank one
 */
export function shapeEmbeddings(target: ModelTarget, input: EmbeddingInput): RequestPlan {
  checkFields(input, FIELDS);
  const { texts, dimensions } = input;
  const given = readArray(texts) ?? [];
  if (given.length === 0) throw refused("There is no text to embed.", 'Give texts: ["…"].');
  const blank = given.findIndex((text) => typeof text !== "string" || text.trim() === "");
  if (blank >= 0) throw refused(`Text ${blank + 1} of ${texts.length} is blank.`, "Leave it out, or give it some words.");
  const { endpoint, model, params } = target;
  const provider = endpoint.verified ? params.provider : undefined;
  return {
    method: "POST",
    url: endpointUrl(endpoint, "/embeddings"),
    headers: requestHeaders(target),
    body: {
      model: model.wireId,
      input: [...texts],
      encoding_format: "float",
      ...(dimensions === undefined ? {} : { dimensions }),
      ...(provider === undefined ? {} : { provider }),
    },
    warnings: [],
    steps: [],
  };
}

function refused(message: string, hint: string): RequestError {
  return new RequestError(message, { code: "input_invalid", hint });
}
