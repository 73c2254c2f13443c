import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { makePlan } from "../onboard/make-plan.js";
import { ONBOARD_FLAGS } from "../onboard/onboard-flags.js";
import { openPrompter } from "../onboard/open-prompter.js";
import { reportSetup } from "../onboard/report-setup.js";
import { writePlan } from "../onboard/write-plan.js";
import { isAbort } from "../output/report-error.js";

export const command = defineCommand({
  about:
    "Sets up a key and a default model. On a terminal it asks; every question has its flag, and with --non-interactive --accept-risk nothing is asked. The key is checked with OpenRouter before it is saved, and goes into the profile store, not into the config. What is set up already is kept.",
  flags: ONBOARD_FLAGS,
  examples: [
    { line: "onboard --auth-choice openrouter-api-key", says: "asks for the key" },
    {
      line: "onboard --non-interactive --accept-risk --auth-choice openrouter-api-key --secret-input-mode ref --json",
      says: "from OPENROUTER_API_KEY, in a script",
    },
    { line: "onboard --non-interactive --accept-risk --auth-choice sandbox", says: "no key: use the offline sandbox" },
  ],
  async run(context, { flags }) {
    const loaded = await context.config();
    const prompter = await openPrompter(context, flags);
    const { plan, from } = await makePlan(context, { loaded, flags, prompter }).catch((error: unknown) => {
      if (isAbort(error)) context.out.note("Setup was left; nothing was written.");
      throw error;
    });
    const edited = await writePlan(context, plan);
    reportSetup(context, { plan, from, loaded: edited.loaded, prompter });
    return EXIT_OK;
  },
});
