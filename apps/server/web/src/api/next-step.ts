import { ApiFailure, messageOf } from "./failure.js";
import { whoami } from "./whoami.js";

/** What somebody who looks after the server does about a failure. The server tells its callers nothing of that. */
const STEPS: Readonly<Record<string, string>> = {
  key_missing: "Run “openclaw onboard” on the server’s machine, or start the server with OPENROUTER_API_KEY set.",
  authentication: "OpenRouter does not take the server’s key: run “openclaw onboard” on the server’s machine.",
  payment_required: "Add credit to the OpenRouter account, then ask again.",
};

/** The sentence for a failure, with what to do next where the page knows it. */
export function adviceOn(error: unknown): string {
  const step = error instanceof ApiFailure ? STEPS[error.code] : undefined;
  if (step === undefined) return messageOf(error);
  return `${messageOf(error)} ${whoami.value?.admin === true ? step : "Tell whoever looks after this server."}`;
}
