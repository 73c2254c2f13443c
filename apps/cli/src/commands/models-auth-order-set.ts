import { openProfileStore } from "@openclaw/config/node";
import { RequestError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";

export const command = defineCommand({
  about: "Uses the profiles in this order; those that are not named are not used.",
  words: [{ name: "profile", summary: "profiles, the first to be used first", required: true, many: true }],
  flags: { provider: { kind: "choice", choices: ["openrouter"], summary: "Whose profiles; there is one" } },
  examples: [{ line: "models auth order set openrouter:work openrouter:default", says: "the key from work first" }],
  async run(context, { words }) {
    const store = openProfileStore({ agentDir: (await context.config()).agentDir });
    const { profiles } = await store.read();
    const unknown = words.find((id) => profiles[id] === undefined);
    if (unknown !== undefined)
      throw new RequestError(`There is no profile "${unknown}".`, {
        code: "input_invalid",
        hint: "See all with: openclaw models auth list",
      });
    await store.setOrder("openrouter", [...new Set(words)]);
    const order = (await store.read()).order["openrouter"];
    if (context.json) context.out.json({ provider: "openrouter", order: order ?? null });
    else context.out.line(order === undefined ? "The order of the config." : order.join(", "));
    return EXIT_OK;
  },
});
