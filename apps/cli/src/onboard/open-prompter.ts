import { UsageError } from "../args/usage-error.js";
import type { Context } from "../context.js";
import type { OnboardFlags } from "./onboard-facts.js";
import type { Prompter } from "./prompter.js";

/** The prompts, or nothing for a run that asks nothing. @throws UsageError when neither is possible */
export async function openPrompter({ io, json }: Context, flags: OnboardFlags): Promise<Prompter | undefined> {
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
