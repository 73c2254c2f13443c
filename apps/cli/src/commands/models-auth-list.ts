import { openProfileStore } from "@openclaw/config/node";
import { Secret } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { printable } from "../output/printable.js";
import { shownMask } from "../output/shown-mask.js";

export const command = defineCommand({
  about: "The stored profiles, without their keys.",
  flags: { provider: { kind: "choice", choices: ["openrouter"], summary: "Whose keys; there is one" } },
  examples: [{ line: "models auth list", says: "which there are" }],
  async run(context) {
    const { out, json } = context;
    const { agentDir } = await context.config();
    const { profiles, order } = await openProfileStore({ agentDir }).read();
    const rows = Object.entries(profiles)
      .filter(([, { provider }]) => provider === "openrouter")
      .map(([id, profile]) => {
        const isKey = profile.type === "api_key";
        const where =
          isKey && profile.metadata?.["keyring"] !== undefined ? "keyring" : isKey && profile.keyRef !== undefined ? "reference" : "file";
        const shown = isKey && profile.key !== undefined ? shownMask(new Secret(profile.key), { unicode: json || out.unicode }) : "";
        const flow = isKey && profile.metadata?.["authFlow"] === "oauth-pkce" ? "oauth" : profile.type;
        return { id, type: flow, where, ...(shown === "" ? {} : { key: shown }) };
      });
    if (json) out.json({ count: rows.length, profiles: rows, order: order["openrouter"] ?? null });
    else if (rows.length === 0) out.line("No profiles are stored. Sign in with: openclaw models auth login");
    else
      for (const { id, type, where, key } of rows) out.line(printable([id, type, where, ...(key === undefined ? [] : [key])].join("  ")));
    return EXIT_OK;
  },
});
