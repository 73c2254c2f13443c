/** The provider's stable discriminator (`error.metadata.error_type`) by HTTP status, where the cause says nothing finer. */
const TYPE_BY_STATUS: Record<number, string> = {
  400: "invalid_request",
  401: "authentication",
  402: "payment_required",
  403: "permission_denied",
  404: "not_found",
  408: "timeout",
  412: "precondition_failed",
  413: "payload_too_large",
  422: "unprocessable",
  429: "rate_limit_exceeded",
  500: "server",
  502: "provider_unavailable",
  503: "provider_overloaded",
  504: "timeout",
  524: "timeout",
  529: "provider_overloaded",
};

export function errorTypeOf(status: number): string {
  return TYPE_BY_STATUS[status] ?? "unmapped";
}
