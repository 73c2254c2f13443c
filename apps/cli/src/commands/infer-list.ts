import { defineCommand } from "../args/command-spec.js";
import { COMMANDS } from "./index.js";

export const command = defineCommand({
  about: "Every capability of infer, as its command stands.",
  flags: {},
  examples: [{ line: "infer list --json", says: "for scripts" }],
  async run({ out, json }) {
    const capabilities = COMMANDS.filter(({ path }) => path[0] === "infer" && path.length > 2).map(({ path, summary }) => ({
      capability: path.slice(1).join("."),
      command: path.join(" "),
      summary,
    }));
    if (json) out.json({ capabilities });
    else for (const { capability, summary } of capabilities) out.line(`${out.style("bold", capability.padEnd(16))} ${summary}`);
    return 0;
  },
});
