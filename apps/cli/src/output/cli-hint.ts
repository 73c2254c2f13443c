import { type ApiError, type ErrorCode, ToolkitError } from "@openclaw/core";
import { shownMs } from "./amounts.js";

// Without a full stop: a command is copied as it stands.
const ADD_FALLBACK = "add a fallback model: openclaw models fallbacks add <ref>";

// What the libraries tell a developer, in this program's commands.
const API_HINTS: Partial<Record<ErrorCode, string>> = {
  authentication: "Check the key: openclaw models status --probe. A new one comes from https://openrouter.ai/keys.",
  provider_overloaded: `Try again shortly, or ${ADD_FALLBACK}`,
  provider_unavailable: `Try again shortly, or ${ADD_FALLBACK}`,
  not_found: "See what can be used with: openclaw models list --all",
  response_malformed: "Check models.providers.openrouter.baseUrl: it should end in /api/v1.",
};

// An answer that stops says so on a screen by nothing but its last word.
const BROKEN_OFF: ReadonlySet<ErrorCode> = new Set(["network_interrupted", "stream_truncated", "stream_malformed"]);
const NOT_COMPLETE =
  "The answer is not complete: ask again, or add a fallback model that goes on with it: openclaw models fallbacks add <ref>";

/** An error's hint in the words of the command line: the libraries speak to developers, who have no commands and no flags (CLI-3). */
export function cliHint(error: ToolkitError): string | undefined {
  const { hint } = error;
  const cause = innermost(error);
  if (hint === undefined && error.name === "ChatError") return BROKEN_OFF.has(cause.code) ? NOT_COMPLETE : undefined;
  // Only where the library had something to say, and nobody has said it better since.
  if (hint === undefined || hint !== cause.hint) return hint;
  const words = API_HINTS[cause.code];
  // A model that is there, but not for this request, is not found by a list of ids.
  const isAbsent = cause.code !== "not_found" || hint.startsWith("Check the model's id");
  if (cause.name === "ApiError" && cause.code === "rate_limit_exceeded") return waitHint(cause as ApiError);
  if (cause.name === "ApiError" && words !== undefined && isAbsent) return words;
  if (cause.code === "candidates_exhausted") return `Wait, or ${ADD_FALLBACK}`;
  return cliWords(hint);
}

/** A server that says when it takes more is taken at its word. */
function waitHint({ details }: ApiError): string {
  const { retryAfterMs } = details;
  const seconds = Math.ceil((retryAfterMs ?? 0) / 1000);
  const time = retryAfterMs === undefined ? "a moment" : seconds < 60 ? `${seconds} s` : shownMs(retryAfterMs);
  return `Wait ${time}, or ${ADD_FALLBACK}`;
}

const ONBOARD = "openclaw onboard --auth-choice openrouter-api-key";

// Each sentence of a library stands here as it is written there; cli-hint.test.ts holds the two together by the errors themselves.
const WORDS: readonly (readonly [library: RegExp, commandLine: string])[] = [
  [
    /^Raise totalMs, or add a fallback model\.$/,
    `Allow more time (--timeout or --timeout-ms, agents.defaults.failover.totalMs), or ${ADD_FALLBACK}`,
  ],
  [/^Raise (\w+Ms), or add a fallback model\.$/, `Raise agents.defaults.failover.$1, or ${ADD_FALLBACK}`],
  [/at most (\d+) output tokens \(maxTokens\)/, "at most $1 output tokens (--max-tokens $1)"],
  [/^Choose a model with (\w+) input\.$/, "Choose a model with $1 input: openclaw models list --input $1"],
  [/^Pass apiKey, for example from the variable OPENROUTER_API_KEY;/, "Pass --api-key, or set OPENROUTER_API_KEY;"],
  // media
  [/\b([Cc])hoose another place\.$/, "$1hoose another place with --output."],
  [/\bwith force\b/, "with --force"],
  [/\bleave strict off\b/, "leave out --strict,"],
  [/^See the speech jobs with listJobs\.$/, "See them with: openclaw infer tts list"],
  [/^See the (\w+) jobs with listJobs\.$/, "See them with: openclaw infer $1 list"],
  [/^Give a first frame in images instead;/, "Give a first frame with --image instead;"],
  // config
  [
    /^Pass a key, set OPENROUTER_API_KEY, or store a profile\.$/,
    `Pass --api-key, set OPENROUTER_API_KEY, look around without one with --sandbox, or run: ${ONBOARD}`,
  ],
  [/^Store one first\.$/, `Store one with: ${ONBOARD}`],
  [/store the key again\.$/, `store the key again with: ${ONBOARD}`],
  [/^Correct the value, or the file itself\.$/, "Correct the value, or the file with: openclaw doctor --fix"],
  [/, then load it again\.$/, ", then check it with: openclaw config validate"],
  [/^See what the file holds there, and correct the path\.$/, "See what the file holds with: openclaw config get"],
  [/dashes and underscores, for example work\.$/, "dashes and underscores, for example --profile work."],
  [
    /^Store it in the profile file, or as a reference to a variable\.$/,
    "Store it in the profile file, or as a reference: --secret-input-mode ref",
  ],
  [/^Install it: npm install @napi-rs\/keyring\./, "Install it beside openclaw: npm install -g @napi-rs/keyring."],
  [
    /Or keep the key elsewhere: in the profile file, for your eyes only, or as a reference to OPENROUTER_API_KEY\.$/,
    "Or keep the key elsewhere: --secret-input-mode plaintext stores it in a file for your eyes only, ref takes it from OPENROUTER_API_KEY each time.",
  ],
];

/** What a library advises, with this program's commands and flags in the place of functions and options. */
export function cliWords(text: string): string {
  return WORDS.reduce((said, [library, commandLine]) => said.replace(library, commandLine), text);
}

/** The reply behind an error that a chat, or a chain of candidates, passed on. */
function innermost(error: ToolkitError): ToolkitError {
  const wraps = error.name === "ChatError" || error.code === "candidates_exhausted";
  return wraps && ToolkitError.isInstance(error.cause) ? innermost(error.cause) : error;
}
