import type { StoredProfile } from "@openclaw/config";
import { editConfig, openProfileStore } from "@openclaw/config/node";
import { resolveEndpoint, type Secret } from "@openclaw/core";
import { maskSecret, parseKey } from "@openclaw/core/internal";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { DEFAULT_CALLBACK_PORT, loginWithOauth } from "../auth/oauth-login.js";
import { readStdin } from "../ask/read-stdin.js";
import { EXIT_OK } from "../exit-codes.js";
import { checkKey } from "../onboard/check-key.js";
import { findKey, REFERENCE, storedKey } from "../onboard/find-key.js";
import { keepInKeyring, SECRET_INPUT_MODES, usableMode, wantedMode } from "../onboard/keep-in-keyring.js";
import { PROFILE_ID } from "../onboard/plan.js";
import { shownMask } from "../output/shown-mask.js";

const OAUTH_FLAGS = ["paste", "port", "no-browser"] as const;

export const command = defineCommand({
  about:
    "Stores a key as a profile: from the browser (OAuth with PKCE), or one that is entered or piped in. The key is checked before it is stored. The default model stays as it is, unless --set-default.",
  flags: {
    provider: { kind: "choice", choices: ["openrouter"], summary: "Whose key; there is one" },
    method: { kind: "choice", choices: ["oauth", "api-key"], summary: "Where the key comes from; without it, oauth" },
    "profile-id": { kind: "text", value: "ID", summary: `The profile's name; without it, ${PROFILE_ID}` },
    "set-default": { kind: "switch", summary: "Make openrouter/auto the default model" },
    "secret-input-mode": {
      kind: "choice",
      choices: SECRET_INPUT_MODES,
      summary: "Keep the key in a file for your eyes only, as a reference to OPENROUTER_API_KEY, or in the operating system's keyring",
    },
    paste: { kind: "switch", summary: "Paste the address that the browser was sent to: for SSH and containers" },
    port: { kind: "number", value: "N", min: 0, max: 65_535, integer: true, summary: "Where the browser comes back to; 3000" },
    "no-browser": { kind: "switch", summary: "Only print the address" },
    "skip-check": { kind: "switch", summary: "Do not ask OpenRouter about the key before storing it" },
    "base-url": { kind: "text", value: "URL", summary: "Sign in with this OpenRouter-shaped server" },
  },
  examples: [
    { line: "models auth login", says: "in the browser" },
    { line: "models auth login --paste", says: "over SSH" },
    { line: "models auth login --method api-key --profile-id openrouter:work < key.txt", says: "a key from a file, as another profile" },
  ],
  async run(context, { flags }) {
    const { out, json, io } = context;
    const id = flags["profile-id"] ?? PROFILE_ID;
    if (!/^openrouter:[\w.@+-]{1,64}$/.test(id)) throw new UsageError(`A profile cannot be named "${id}".`, "Write it as openrouter:NAME.");
    const idle = flags.method === "api-key" ? OAUTH_FLAGS.find((name) => flags[name] !== undefined) : undefined;
    if (idle !== undefined)
      throw new UsageError(`--${idle} does nothing with --method api-key.`, "It is for a sign-in in the browser; leave it out.");
    const loaded = await context.config();
    const { config, agentDir } = loaded;
    const { baseUrl } = config.models.providers.openrouter;
    const prompter = io.stdin.isTty ? await io.prompter?.() : undefined;
    const mode = await usableMode(context, wantedMode(flags["secret-input-mode"], loaded), prompter);
    if (mode === "ref" && flags.method !== "api-key") {
      throw new UsageError("--secret-input-mode ref refers to OPENROUTER_API_KEY.", "Use it with --method api-key.");
    }
    const found =
      flags.method === "api-key"
        ? { key: mode === "ref" ? findKey(loaded, { flag: undefined, mode, stored: undefined }).key : await enteredKey(context) }
        : await loginWithOauth(context, {
            baseUrl,
            paste: flags.paste === true,
            port: flags.port ?? DEFAULT_CALLBACK_PORT,
            openBrowser: flags["no-browser"] !== true && out.animated,
          });
    if (flags["skip-check"] !== true) {
      const checked = await checkKey(context, found.key, resolveEndpoint(baseUrl).baseUrl);
      if (checked.verdict === "refused") throw checked.error;
      out.note(
        checked.verdict === "accepted"
          ? `Key accepted: ${checked.says}`
          : `The key could not be checked: ${checked.says} It is stored as it is.`,
      );
    }
    const userId = "userId" in found ? found.userId : undefined;
    const profile: StoredProfile = {
      ...(mode === "ref" ? REFERENCE : storedKey(found.key)),
      ...(flags.method === "api-key" ? {} : { metadata: { authFlow: "oauth-pkce", ...(userId === undefined ? {} : { userId }) } }),
    };
    const inKeyring = await keepInKeyring(context, profile, { mode, prompter });
    const store = openProfileStore({ agentDir, keyring: await context.keyring() });
    const edits = [
      { op: "merge" as const, path: ["auth", "profiles"], value: { [id]: { provider: "openrouter", mode: "api_key" } } },
      ...(flags["set-default"] === true ? [{ op: "set" as const, path: "agents.defaults.model.primary", value: "openrouter/auto" }] : []),
    ];
    // What cannot be written is found out before a credential is.
    await editConfig({ ...context.configOptions(), edits, dryRun: true });
    await store.save(id, profile, { inKeyring });
    await editConfig({ ...context.configOptions(), edits });
    if (json) out.json({ ok: true, profileId: id, provider: "openrouter", method: flags.method ?? "oauth", key: maskSecret(found.key) });
    else out.line(`Stored: ${id} (${shownMask(found.key, out)})`);
    return EXIT_OK;
  },
});

async function enteredKey({ io, out }: Parameters<(typeof command)["run"]>[0]): Promise<Secret> {
  if (!io.stdin.isTty) return parseKey(await readStdin(io, out));
  if (io.prompter === undefined)
    throw new UsageError("There is no terminal to ask on.", "Pipe the key in: models auth login --method api-key < key.txt");
  return parseKey(
    await (await io.prompter()).secret("Enter OpenRouter API key", (text) => (text.trim() === "" ? "It is blank." : undefined)),
  );
}
