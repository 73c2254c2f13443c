import { parseModelRef, resolveEndpoint } from "@openclaw/core";
import { UsageError } from "../args/usage-error.js";
import type { Context } from "../context.js";
import { shownPath } from "../output/shown-path.js";
import { askChoice, askModel } from "./ask.js";
import { type AuthChoice, readAuthChoice } from "./auth-choices.js";
import { keepInKeyring, usableMode, wantedMode } from "./keep-in-keyring.js";
import type { OnboardFacts, OnboardFlags } from "./onboard-facts.js";
import type { OnboardPlan } from "./plan.js";
import { planAuth } from "./plan-auth.js";
import type { Prompter } from "./prompter.js";

/** Asks what is not said by flags, and checks the key; nothing is written yet. @throws DOMException `AbortError` when the user leaves */
export async function makePlan(context: Context, facts: OnboardFacts): Promise<{ readonly plan: OnboardPlan; readonly from: string }> {
  const { flags, prompter, loaded } = facts;
  // What cannot be used is said before anything is asked.
  const model = flags.model === undefined ? undefined : parseModelRef(flags.model).ref;
  if (flags["custom-base-url"] !== undefined) resolveEndpoint(flags["custom-base-url"]);
  if (prompter !== undefined) await begin(prompter, facts);
  const choice = await chooseAuth(flags, prompter);
  const mode = await usableMode(context, wantedMode(flags["secret-input-mode"], loaded), prompter);
  if (mode === "ref" && choice !== "openrouter-api-key") {
    throw new UsageError("--secret-input-mode ref refers to OPENROUTER_API_KEY.", "Use it with --auth-choice openrouter-api-key.");
  }
  const auth = await planAuth(context, choice, { ...facts, mode });
  const inKeyring = choice !== "sandbox" && (await keepInKeyring(context, auth.profile, { mode, prompter }));
  const wanted = model ?? auth.model;
  const current = loaded.config.agents.defaults.model?.primary;
  const chosen = wanted ?? (prompter === undefined || choice === "skip" ? undefined : await askModel(context, prompter, current));
  const plan: OnboardPlan = {
    choice,
    gateway: gatewayOf(flags),
    ...(auth.profile === undefined ? {} : { profile: auth.profile, inKeyring }),
    ...(auth.baseUrl === undefined ? {} : { baseUrl: auth.baseUrl }),
    ...(chosen === undefined ? {} : { model: chosen }),
    ...(flags.workspace === undefined ? {} : { workspace: flags.workspace }),
  };
  return { plan, from: auth.from };
}

async function begin(prompter: Prompter, { flags, loaded }: OnboardFacts): Promise<void> {
  prompter.intro("OpenClaw setup");
  const known = flags["accept-risk"] === true;
  const goOn =
    known ||
    (await prompter.confirm("What you ask goes to OpenRouter and the providers behind it, and paid models cost money. Go on?", true));
  if (!goOn) throw new DOMException("Setup was left.", "AbortError");
  if (loaded.exists)
    prompter.note(
      `${shownPath(loaded.path, loaded.homeDir)} is there: what it says is kept, and only what is missing is added.`,
      "Existing setup",
    );
}

async function chooseAuth(flags: OnboardFlags, prompter: Prompter | undefined): Promise<AuthChoice> {
  const given = flags["auth-choice"];
  if (given !== undefined) return readAuthChoice(given);
  if (flags["openrouter-api-key"] !== undefined || flags.token !== undefined) return "openrouter-api-key";
  if (flags["custom-base-url"] !== undefined) return "custom";
  return prompter === undefined ? "openrouter-api-key" : askChoice(prompter);
}

function gatewayOf(flags: OnboardFlags): OnboardPlan["gateway"] {
  return {
    ...(flags["gateway-port"] === undefined ? {} : { port: flags["gateway-port"] }),
    ...(flags["gateway-bind"] === undefined ? {} : { bind: flags["gateway-bind"] }),
    ...(flags["gateway-auth"] === undefined ? {} : { auth: flags["gateway-auth"] }),
    ...(flags["gateway-token"] === undefined ? {} : { token: flags["gateway-token"] }),
    ...(flags["gateway-password"] === undefined ? {} : { password: flags["gateway-password"] }),
  };
}
