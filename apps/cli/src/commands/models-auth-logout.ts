import { editConfig, openProfileStore } from "@openclaw/config/node";
import { RequestError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { PROFILE_ID } from "../onboard/plan.js";

export const command = defineCommand({
  about: "Forgets a stored key on this machine. At OpenRouter it stays valid: revoke it at https://openrouter.ai/keys.",
  words: [{ name: "profile", summary: `the profile; without it, ${PROFILE_ID}` }],
  flags: { provider: { kind: "choice", choices: ["openrouter"], summary: "Whose key; there is one" } },
  examples: [{ line: "models auth logout openrouter:work", says: "this one" }],
  async run(context, { words: [id = PROFILE_ID] }) {
    const { agentDir, config } = await context.config();
    const removed = await openProfileStore({ agentDir, keyring: await context.keyring() }).remove(id);
    if (!removed)
      throw new RequestError(`There is no profile "${id}".`, { code: "input_invalid", hint: "See all with: openclaw models auth list" });
    if (config.auth.profiles?.[id] !== undefined) {
      await editConfig({ ...context.configOptions(), edits: [{ op: "unset", path: ["auth", "profiles", id] }] });
    }
    if (context.json) context.out.json({ ok: true, removed: id });
    else context.out.line(`Removed: ${id}`);
    return EXIT_OK;
  },
});
