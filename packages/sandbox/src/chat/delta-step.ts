import type { Step } from "../http/steps.js";
import type { JsonObject } from "../wire/read-json.js";

/** Makes one delta frame of a stream; `tokens` says how long it takes. */
export type DeltaStep = (delta: JsonObject, tokens?: number) => Step;
