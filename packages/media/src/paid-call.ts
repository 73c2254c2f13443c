import { type ApiError, JobError, type ModelTarget, ToolkitError } from "@openclaw/core";
import { parseJson, readObject } from "@openclaw/core/internal";

// Nothing reached the server that could be billed: the connection never stood, or the request was refused here.
const UNSENT: ReadonlySet<string> = new Set([
  "network_unreachable",
  "tls_rejected",
  "timeout_connect",
  "url_refused",
  "input_invalid",
  "unsupported",
  "key_missing",
  "key_malformed",
]);

// Failures that already say what became of the money.
const SETTLED: ReadonlySet<string> = new Set(["job_outcome_unknown", "output_invalid", "job_failed", "response_too_large"]);

/**
 * True when a failed paid request has certainly cost nothing, so that asking again — the same candidate or the next — buys nothing twice
 * (NET-3): it was never sent, it was refused (4xx), or OpenRouter itself said that it failed, which it does not bill.
 * A gateway's page or a silence says nothing about what happened behind it.
 */
export function isProvablyUnpaid(error: unknown): boolean {
  if (!ToolkitError.isInstance(error)) return false;
  if (UNSENT.has(error.code)) return true;
  if (error.name !== "ApiError") return false;
  const { details } = error as ApiError;
  if (details.status >= 400 && details.status < 500 && details.status !== 408) return true;
  // A redirect, an empty body or a page in place of the answer: the request may have been worked on.
  if (error.code === "response_malformed" || error.code === "response_too_large") return false;
  return isErrorEnvelope(details.bodyExcerpt);
}

/** The excerpt may be cut short, so that it need not be whole JSON. */
function isErrorEnvelope(excerpt: string | undefined): boolean {
  if (excerpt === undefined) return false;
  const text = excerpt.trim();
  const json = parseJson(text);
  return typeof json === "string" || readObject(json) !== undefined || /^\{\s*"(?:error|message|code|success)"/.test(text);
}

/** What a paid request's failure means for whoever paid: the error itself when it cost nothing, else that nobody knows. */
export function describePaidFailure(
  error: unknown,
  facts: { readonly target: ModelTarget; readonly what: string; readonly sentAtMs: number },
): unknown {
  const aborted = error instanceof Error && error.name === "AbortError";
  if (aborted || isProvablyUnpaid(error) || !ToolkitError.isInstance(error) || SETTLED.has(error.code)) return error;
  const at = new Date(facts.sentAtMs).toISOString();
  return new JobError(
    `It is not known whether ${facts.target.model.ref} made and billed the ${facts.what} asked for at ${at}: ${error.message} It was not asked for again.`,
    {
      code: "job_outcome_unknown",
      hint: "Look at https://openrouter.ai/activity around that time; asking again buys it again.",
      cause: error,
    },
  );
}
