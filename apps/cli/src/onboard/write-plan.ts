import { randomBytes } from "node:crypto";
import { editConfig, type EditedConfig, openProfileStore } from "@openclaw/config/node";
import type { Context } from "../context.js";
import { VERSION } from "../version.js";
import { isInKeyring } from "./keep-in-keyring.js";
import { configPatch, type OnboardPlan, PROFILE_ID } from "./plan.js";

/**
 * Writes what was found out: the credential into the profile store (KEY-3), the rest into the config. The config is checked first without writing,
 * and a credential is taken back when the config cannot be written, so that nothing is left half-done.
 */
export async function writePlan(context: Context, plan: OnboardPlan): Promise<EditedConfig> {
  const options = context.configOptions();
  const facts = { version: VERSION, nowMs: context.io.now(), randomToken: () => randomBytes(24).toString("hex") };
  // One token for the trial and the writing.
  const token = facts.randomToken();
  const edit = {
    ...options,
    edits: (current: Awaited<ReturnType<Context["config"]>>) => [
      { op: "merge" as const, path: "", value: configPatch(plan, current, { ...facts, randomToken: () => token }) },
    ],
  };
  const { loaded } = await editConfig({ ...edit, dryRun: true });
  context.io.signal.throwIfAborted();
  if (plan.profile === undefined) return editConfig(edit);

  const store = openProfileStore({ agentDir: loaded.agentDir, keyring: await context.keyring() });
  // A keyring that does not answer must not keep somebody from leaving it.
  const stored = await store.read().catch(() => openProfileStore({ agentDir: loaded.agentDir }).read());
  const before = stored.profiles[PROFILE_ID];
  await store.save(PROFILE_ID, plan.profile, { inKeyring: plan.inKeyring === true });
  try {
    return await editConfig(edit);
  } catch (error) {
    await (before === undefined ? store.remove(PROFILE_ID) : store.save(PROFILE_ID, before, { inKeyring: isInKeyring(before) }));
    throw error;
  }
}
