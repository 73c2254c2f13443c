import type { StoredProfile } from "@openclaw/config";
import type { LoadedConfig } from "@openclaw/config/node";
import { parseModelRef, resolveEndpoint, Secret } from "@openclaw/core";
import { parseKey } from "@openclaw/core/internal";
import { defineCommand, type FlagValues } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import type { Context } from "../context.js";
import { EXIT_OK } from "../exit-codes.js";
import { askBaseUrl, askChoice, askKey, askModel } from "../onboard/ask.js";
import { type AuthChoice, readAuthChoice, SANDBOX_PORT, SANDBOX_URL } from "../onboard/auth-choices.js";
import { checkKey } from "../onboard/check-key.js";
import { findKey, storedKey } from "../onboard/find-key.js";
import { keepInKeyring, type SecretInputMode, usableMode, wantedMode } from "../onboard/keep-in-keyring.js";
import { ONBOARD_FLAGS } from "../onboard/onboard-flags.js";
import { type OnboardPlan, PROFILE_ID } from "../onboard/plan.js";
import type { Prompter } from "../onboard/prompter.js";
import { writePlan } from "../onboard/write-plan.js";
import { isAbort } from "../output/report-error.js";
import { shownPath } from "../output/shown-path.js";

export const command = defineCommand({
  about:
    "Sets up a key and a default model. On a terminal it asks; every question has its flag, and with --non-interactive --accept-risk nothing is asked. The key is checked with OpenRouter before it is saved, and goes into the profile store, not into the config. What is set up already is kept.",
  flags: ONBOARD_FLAGS,
  examples: [
    { line: "onboard --auth-choice openrouter-api-key", says: "asks for the key" },
    {
      line: "onboard --non-interactive --accept-risk --auth-choice openrouter-api-key --secret-input-mode ref --json",
      says: "from OPENROUTER_API_KEY, in a script",
    },
    { line: "onboard --non-interactive --accept-risk --auth-choice sandbox", says: "no key: use the offline sandbox" },
  ],
  async run(context, { flags }) {
    const loaded = await context.config();
    const prompter = await openPrompter(context, flags);
    const { plan, from } = await makePlan(context, { loaded, flags, prompter }).catch((error: unknown) => {
      if (isAbort(error)) context.out.note("Setup was left; nothing was written.");
      throw error;
    });
    const edited = await writePlan(context, plan);
    report(context, { plan, from, loaded: edited.loaded, prompter });
    return EXIT_OK;
  },
});

type Flags = FlagValues<typeof ONBOARD_FLAGS>;

/** The prompts, or nothing for a run that asks nothing. @throws UsageError when neither is possible */
async function openPrompter({ io, json }: Context, flags: Flags): Promise<Prompter | undefined> {
  if (flags["non-interactive"] === true) {
    if (flags["accept-risk"] === true) return undefined;
    throw new UsageError(
      "--non-interactive needs --accept-risk.",
      "It says that you know this: what you ask goes to OpenRouter and the providers behind it, and costs money there.",
    );
  }
  if (io.prompter !== undefined) return io.prompter();
  const answer = `onboard --non-interactive --accept-risk --auth-choice openrouter-api-key --openrouter-api-key KEY${json ? " --json" : ""}`;
  throw new UsageError("There is no terminal to ask on.", `Without one use: ${io.program} ${answer}`);
}

interface Facts {
  readonly loaded: LoadedConfig;
  readonly flags: Flags;
  readonly prompter: Prompter | undefined;
}

async function makePlan(context: Context, facts: Facts): Promise<{ readonly plan: OnboardPlan; readonly from: string }> {
  const { flags, prompter, loaded } = facts;
  // What cannot be used is said before anything is asked.
  const model = flags.model === undefined ? undefined : parseModelRef(flags.model).ref;
  if (flags["custom-base-url"] !== undefined) resolveEndpoint(flags["custom-base-url"]);
  if (prompter !== undefined) {
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
  const gateway = {
    ...(flags["gateway-port"] === undefined ? {} : { port: flags["gateway-port"] }),
    ...(flags["gateway-bind"] === undefined ? {} : { bind: flags["gateway-bind"] }),
    ...(flags["gateway-auth"] === undefined ? {} : { auth: flags["gateway-auth"] }),
    ...(flags["gateway-token"] === undefined ? {} : { token: flags["gateway-token"] }),
    ...(flags["gateway-password"] === undefined ? {} : { password: flags["gateway-password"] }),
  };
  const plan: OnboardPlan = {
    choice,
    gateway,
    ...(auth.profile === undefined ? {} : { profile: auth.profile, inKeyring }),
    ...(auth.baseUrl === undefined ? {} : { baseUrl: auth.baseUrl }),
    ...(chosen === undefined ? {} : { model: chosen }),
    ...(flags.workspace === undefined ? {} : { workspace: flags.workspace }),
  };
  return { plan, from: auth.from };
}

async function chooseAuth(flags: Flags, prompter: Prompter | undefined): Promise<AuthChoice> {
  const given = flags["auth-choice"];
  if (given !== undefined) return readAuthChoice(given);
  if (flags["openrouter-api-key"] !== undefined || flags.token !== undefined) return "openrouter-api-key";
  if (flags["custom-base-url"] !== undefined) return "custom";
  return prompter === undefined ? "openrouter-api-key" : askChoice(prompter);
}

type Auth = Pick<OnboardPlan, "profile" | "model" | "baseUrl"> & { readonly from: string };

async function planAuth(
  context: Context,
  choice: AuthChoice,
  facts: Facts & { readonly mode: SecretInputMode | undefined },
): Promise<Auth> {
  const { loaded, flags, prompter, mode } = facts;
  const configured = loaded.config.models.providers.openrouter.baseUrl;
  switch (choice) {
    case "skip":
      return { from: "nothing; no key was set up" };
    case "openrouter-oauth": {
      const { DEFAULT_CALLBACK_PORT, loginWithOauth } = await import("../auth/oauth-login.js");
      const fromSandbox =
        configured === SANDBOX_URL && loaded.origins.originOf(["models", "providers", "openrouter", "baseUrl"]).kind === "file";
      const { key, userId } = await loginWithOauth(context, {
        baseUrl: fromSandbox ? undefined : configured,
        paste: flags.paste === true,
        port: DEFAULT_CALLBACK_PORT,
        openBrowser: context.out.animated,
      });
      const metadata = { authFlow: "oauth-pkce", ...(userId === undefined ? {} : { userId }) };
      const profile: StoredProfile = { type: "api_key", provider: "openrouter", key: key.reveal(), metadata };
      return { from: "the sign-in", profile, ...(fromSandbox ? { baseUrl: null } : {}) };
    }
    case "sandbox":
      return { from: "the sandbox", profile: storedKey(new Secret("sandbox")), baseUrl: SANDBOX_URL };
    case "custom": {
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
    case "openrouter-api-key": {
      // Coming back from the sandbox means OpenRouter itself again.
      const origin = loaded.origins.originOf(["models", "providers", "openrouter", "baseUrl"]);
      const fromSandbox = configured === SANDBOX_URL && origin.kind === "file";
      const stored = fromSandbox ? undefined : await storedKeyOf(context);
      const baseUrl = fromSandbox ? undefined : configured;
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
  }
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

function report(
  context: Context,
  facts: { readonly plan: OnboardPlan; readonly from: string; readonly loaded: LoadedConfig; readonly prompter: Prompter | undefined },
): void {
  const { out, io, json } = context;
  const { plan, loaded, prompter } = facts;
  const { port, bind, auth } = loaded.config.gateway;
  const settings = shownPath(loaded.path, loaded.homeDir);
  // Among the prompts it stands in their last frame.
  if (!json && prompter === undefined) out.note(`Updated ${settings}`);
  if (json) {
    out.json({
      ok: true,
      mode: "local",
      ...(loaded.config.agents.defaults.workspace === undefined ? {} : { workspace: loaded.config.agents.defaults.workspace }),
      authChoice: plan.choice,
      defaultModel: loaded.config.agents.defaults.model?.primary ?? null,
      configPath: loaded.path,
      gateway: { port, bind, authMode: auth.mode ?? null, tailscaleMode: "off" },
      installDaemon: false,
      skipHealth: true,
    });
    return;
  }
  const lines = [
    ...(prompter === undefined ? [] : [`Settings: ${settings}`]),
    ...(plan.profile === undefined
      ? []
      : [
          `Key: from ${facts.from}, kept in ${plan.inKeyring === true ? "this computer's keyring" : shownPath(loaded.agentDir, loaded.homeDir)}`,
        ]),
    `Default model: ${loaded.config.agents.defaults.model?.primary ?? "openrouter/auto"}`,
    ...(plan.choice === "sandbox" ? [`Start the sandbox in another shell first: ${io.program} sandbox --port ${SANDBOX_PORT}`] : []),
    ...(plan.choice === "skip"
      ? [`Set up a key later with: ${io.program} onboard --auth-choice openrouter-api-key`]
      : [`Try it: ${io.program} chat "Hello"`]),
  ];
  if (prompter === undefined) for (const line of lines) out.line(line);
  else {
    prompter.note(lines.join("\n"), "Done");
    prompter.outro("Change anything with: openclaw models set, openclaw config set");
  }
}
