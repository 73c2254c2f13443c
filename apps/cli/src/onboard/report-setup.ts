import type { LoadedConfig } from "@openclaw/config/node";
import type { Context } from "../context.js";
import { shownPath } from "../output/shown-path.js";
import { SANDBOX_PORT } from "./auth-choices.js";
import type { OnboardPlan } from "./plan.js";
import type { Prompter } from "./prompter.js";

/** Says what was set up, and what to try next: in the last frame of the prompts, as lines, or as one JSON document. */
export function reportSetup(
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
