import type { StoredProfile } from "@openclaw/config";
import type { LoadedConfig } from "@openclaw/config/node";
import type { Context } from "../context.js";
import type { Prompter } from "./prompter.js";

/** How `--secret-input-mode` says where a key is kept (KEY-3). */
export const SECRET_INPUT_MODES = ["plaintext", "ref", "keyring"] as const;
export type SecretInputMode = (typeof SECRET_INPUT_MODES)[number];

export function isInKeyring(profile: StoredProfile): boolean {
  return profile.type === "api_key" && profile.metadata?.["keyring"] !== undefined;
}

/** The flag, else what `auth.keyring` says of keys that are stored from now on. */
export function wantedMode(flag: SecretInputMode | undefined, { config }: Pick<LoadedConfig, "config">): SecretInputMode | undefined {
  return flag ?? (config.auth.keyring === true ? "keyring" : undefined);
}

/**
 * The mode that was asked for, as far as this machine can do it, found out before anybody enters a key. Where no keyring answers, a person
 * may take the file instead; without one to ask, nothing is stored.
 *
 * @throws ConfigError `config_io` of the keyring
 */
export async function usableMode(
  context: Context,
  mode: SecretInputMode | undefined,
  prompter: Prompter | undefined,
): Promise<SecretInputMode | undefined> {
  if (mode !== "keyring") return mode;
  const [{ keyringAnswers }, keyring] = await Promise.all([import("@openclaw/config/node"), context.keyring()]);
  if (await keyringAnswers(keyring)) return mode;
  if (prompter === undefined) {
    // Asked again for its own words; it has none to say once it answers after all.
    await keyring.get("probe");
    return mode;
  }
  if (await prompter.confirm("No keyring answers on this machine. Keep the key in a file for your eyes only instead?", true))
    return "plaintext";
  throw new DOMException("Setup was left.", "AbortError");
}

/** Where a key that is about to be stored is kept: as the flag says, else as a person chooses where there is a choice. */
export async function keepInKeyring(
  context: Context,
  profile: StoredProfile | undefined,
  { mode, prompter }: { readonly mode: SecretInputMode | undefined; readonly prompter: Prompter | undefined },
): Promise<boolean> {
  if (profile?.type !== "api_key" || profile.key === undefined) return false;
  if (mode !== undefined || prompter === undefined) return mode === "keyring";
  const { keyringAnswers } = await import("@openclaw/config/node");
  if (!(await keyringAnswers(await context.keyring()))) return false;
  const where = await prompter.select("Where should the key be kept?", [
    { value: "plaintext", label: "In a file for your eyes only", hint: "works everywhere, also over SSH and in the background" },
    { value: "keyring", label: "In this computer's keyring", hint: "encrypted; open while you are signed in" },
  ]);
  return where === "keyring";
}
