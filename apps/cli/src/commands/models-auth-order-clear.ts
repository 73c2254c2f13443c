import { openProfileStore } from "@openclaw/config/node";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";

export const command = defineCommand({
  about: "Goes back to the order of the config.",
  flags: { provider: { kind: "choice", choices: ["openrouter"], summary: "Whose profiles; there is one" } },
  examples: [{ line: "models auth order clear", says: "back to the order of the config" }],
  async run(context) {
    const store = openProfileStore({ agentDir: (await context.config()).agentDir });
    await store.setOrder("openrouter", undefined);
    const order = (await store.read()).order["openrouter"];
    if (context.json) context.out.json({ provider: "openrouter", order: order ?? null });
    else context.out.line(order === undefined ? "The order of the config." : order.join(", "));
    return EXIT_OK;
  },
});
