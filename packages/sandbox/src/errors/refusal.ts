import type { JsonObject } from "../wire/read-json.js";
import { errorTypeOf } from "./error-types.js";

export interface RefusalDetails {
  /** Merged into `error.metadata`. */
  metadata?: JsonObject;
  /** Merged into `error` itself (`availability`, `http_status`, …). */
  extra?: JsonObject;
  headers?: Record<string, string>;
  errorType?: string;
}

/** A request the sandbox turns down, in the provider's words; the server writes it in the dialect of the path. */
export class Refusal extends Error {
  readonly status: number;
  readonly errorType: string;
  readonly metadata: JsonObject;
  readonly extra: JsonObject;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, details: RefusalDetails = {}) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.errorType = details.errorType ?? errorTypeOf(status);
    this.metadata = details.metadata ?? {};
    this.extra = details.extra ?? {};
    this.headers = details.headers ?? {};
  }
}

/** A refusal by the upstream model, wrapped the way the gateway wraps it. */
export function upstreamRefusal(provider: string, raw: unknown, status = 400): Refusal {
  return new Refusal(status, "Provider returned error", {
    metadata: { raw: typeof raw === "string" ? raw : JSON.stringify(raw), provider_name: provider },
  });
}
