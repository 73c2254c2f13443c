import type { StoredProfile } from "@openclaw/config";
import type { LoadedConfig } from "@openclaw/config/node";
import { parseModelRef, resolveEndpoint, Secret } from "@openclaw/core";
import { parseKey } from "@openclaw/core/internal";
import { UsageError } from "../args/usage-error.js";
import type { Context } from "../context.js";
import { askBaseUrl, askKey } from "./ask.js";
import { type AuthChoice, SANDBOX_URL } from "./auth-choices.js";
import { checkKey } from "./check-key.js";
import { findKey, storedKey } from "./find-key.js";
import type { SecretInputMode } from "./keep-in-keyring.js";
import type { OnboardFacts } from "./onboard-facts.js";
import { type OnboardPlan, PROFILE_ID } from "./plan.js";

/** The part of the plan that says how requests are let in, and in words where the key came from. */
export type Auth = Pick<OnboardPlan, "profile" | "model" | "baseUrl"> & { readonly from: string };

type AuthFacts = OnboardFacts & { readonly mode: SecretInputMode | undefined };

/** Finds or asks for the key of the chosen way in, and checks it. */
export async function planAuth(context: Context, choice: AuthChoice, facts: AuthFacts): Promise<Auth> {
  switch (choice) {
    case "skip":
      return { from: "nothing; no key was set up" };
    case "sandbox":
      return { from: "the sandbox", profile: storedKey(new Secret("sandbox")), baseUrl: SANDBOX_URL };
    case "openrouter-oauth":
      return signIn(context, facts);
    case "custom":
      return planCustom(context, facts);
    case "openrouter-api-key":
      return planKey(context, facts);
  }
}

async function signIn(context: Context, { loaded, flags }: AuthFacts): Promise<Auth> {
  const { DEFAULT_CALLBACK_PORT, loginWithOauth } = await import("../auth/oauth-login.js");
  const { fromSandbox, baseUrl } = endpointOf(loaded);
  const { key, userId } = await loginWithOauth(context, {
    baseUrl,
    paste: flags.paste === true,
    port: DEFAULT_CALLBACK_PORT,
    openBrowser: context.out.animated,
  });
  const metadata = { authFlow: "oauth-pkce", ...(userId === undefined ? {} : { userId }) };
  const profile: StoredProfile = { type: "api_key", provider: "openrouter", key: key.reveal(), metadata };
  return { from: "the sign-in", profile, ...(fromSandbox ? { baseUrl: null } : {}) };
}

async function planCustom(context: Context, { loaded, flags, prompter }: AuthFacts): Promise<Auth> {
  const baseUrl = resolveEndpoint(
    flags["custom-base-url"] ?? (prompter === undefined ? missing("--custom-base-url") : await askBaseUrl(prompter)),
  ).baseUrl;
  const id = flags["custom-model-id"];
  const model = id === undefined ? {} : { model: parseModelRef(id, { allowWireId: true }).ref };
  const flag = flags["custom-api-key"];
  if (flag === undefined && prompter !== undefined) {
    const found = await askKey(context, prompter, {
      loaded,
      stored: undefined,
      baseUrl,
      check: flags["skip-check"] !== true,
      title: "Enter the server's key",
    });
    return { ...found, ...model, baseUrl };
  }
  const key = parseKey(flag ?? missing("--custom-api-key"));
  await refuseBadKey(context, key, { baseUrl, check: flags["skip-check"] !== true });
  return { from: "--custom-api-key", profile: storedKey(key), ...model, baseUrl };
}

async function planKey(context: Context, { loaded, flags, prompter, mode }: AuthFacts): Promise<Auth> {
  const { fromSandbox, baseUrl } = endpointOf(loaded);
  const stored = fromSandbox ? undefined : await storedKeyOf(context);
  const check = flags["skip-check"] !== true;
  const flag = flags["openrouter-api-key"] ?? flags.token;
  const back = fromSandbox ? { baseUrl: null } : {};
  const endpoint = resolveEndpoint(baseUrl).baseUrl;
  if (prompter !== undefined && flag === undefined && mode !== "ref") {
    const found = await askKey(context, prompter, {
      loaded,
      stored,
      baseUrl: endpoint,
      check,
      mode,
      title: "Enter OpenRouter API key",
    });
    return { ...found, ...back };
  }
  const found = findKey(loaded, { flag, mode: mode ?? "plaintext", stored });
  await refuseBadKey(context, found.key, { baseUrl: endpoint, check });
  return { ...found, ...back };
}

/** The configured base URL. Coming back from the sandbox means OpenRouter itself again. */
function endpointOf(loaded: LoadedConfig): { readonly fromSandbox: boolean; readonly baseUrl: string | undefined } {
  const { baseUrl } = loaded.config.models.providers.openrouter;
  const origin = loaded.origins.originOf(["models", "providers", "openrouter", "baseUrl"]);
  const fromSandbox = baseUrl === SANDBOX_URL && origin.kind === "file";
  return { fromSandbox, baseUrl: fromSandbox ? undefined : baseUrl };
}

async function storedKeyOf(context: Context): Promise<Secret | undefined> {
  const found = await context.credentials("chat").catch(() => []);
  return found.find(({ label }) => label === `profile:${PROFILE_ID}`)?.secret;
}

/** Without a person to ask, a refused key ends the run; a check that could not be made does not. */
async function refuseBadKey(context: Context, key: Secret, facts: { readonly baseUrl: string; readonly check: boolean }): Promise<void> {
  if (!facts.check) return;
  const result = await checkKey(context, key, facts.baseUrl);
  if (result.verdict === "refused") throw result.error;
  if (result.verdict === "accepted") context.out.note(`Key accepted: ${result.says}`);
  else
    context.out.note(`${context.out.noteStyle("yellow", "warning:")} The key could not be checked: ${result.says} It is saved as it is.`);
}

function missing(flag: string): never {
  throw new UsageError(`${flag} is missing.`, "See every flag with: openclaw onboard --help");
}
