import { type ErrorCode, ToolkitError } from "@openclaw/core";

const ADD_FALLBACK = "add a fallback model: openclaw models fallbacks add <ref>.";

// What the libraries tell a developer, in this program's commands.
const API_HINTS: Partial<Record<ErrorCode, string>> = {
  authentication: "Check the key: openclaw models status --probe. A new one comes from https://openrouter.ai/keys.",
  rate_limit_exceeded: `Wait as long as it says, or ${ADD_FALLBACK}`,
  provider_overloaded: `Try again shortly, or ${ADD_FALLBACK}`,
  provider_unavailable: `Try again shortly, or ${ADD_FALLBACK}`,
  not_found: "See what can be used with: openclaw models list --all.",
  response_malformed: "Check models.providers.openrouter.baseUrl: it should end in /api/v1.",
};

/** An error's hint in the words of the command line: the libraries speak to developers, who have no commands and no flags (CLI-3). */
export function cliHint(error: ToolkitError): string | undefined {
  const { hint } = error;
  const cause = innermost(error);
  // Only where the library had something to say, and nobody has said it better since.
  if (hint === undefined || hint !== cause.hint) return hint;
  const words = API_HINTS[cause.code];
  // A model that is there, but not for this request, is not found by a list of ids.
  const isAbsent = cause.code !== "not_found" || hint.startsWith("Check the model's id");
  if (cause.name === "ApiError" && words !== undefined && isAbsent) return words;
  if (cause.code === "candidates_exhausted") return `Wait, or ${ADD_FALLBACK}`;
  return hint
    .replace(/at most (\d+) output tokens \(maxTokens\)/, "at most $1 output tokens (--max-tokens $1)")
    .replace(/^Choose a model with (\w+) input\.$/, "Choose a model with $1 input: openclaw models list --input $1.");
}

/** The reply behind an error that a chat, or a chain of candidates, passed on. */
function innermost(error: ToolkitError): ToolkitError {
  const wraps = error.name === "ChatError" || error.code === "candidates_exhausted";
  return wraps && ToolkitError.isInstance(error.cause) ? innermost(error.cause) : error;
}
