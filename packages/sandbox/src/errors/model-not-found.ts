import { Refusal } from "./refusal.js";

/** An id that is in no catalogue: 400 with the availability object. */
export function modelNotFound(id: string): Refusal {
  return new Refusal(400, `${id} is not a valid model ID`, {
    extra: {
      error_type: "invalid_request",
      http_status: 400,
      availability: {
        code: "model_not_found",
        retryable: false,
        requested_models: [id],
        docs_url: "https://openrouter.ai/docs/errors#model_not_found",
      },
    },
  });
}

/** A model that exists but does other work than this endpoint. */
export function wrongEndpoint(id: string, right: string): Refusal {
  return new Refusal(400, `${id} does not support this endpoint. Use ${right} instead.`, {
    extra: {
      error_type: "invalid_request",
      http_status: 400,
      availability: {
        code: "wrong_endpoint",
        retryable: false,
        requested_models: [id],
        constraint: { field: "model", detail: right },
        docs_url: "https://openrouter.ai/docs/errors#wrong_endpoint",
      },
    },
  });
}
