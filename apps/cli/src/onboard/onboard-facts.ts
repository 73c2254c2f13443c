import type { LoadedConfig } from "@openclaw/config/node";
import type { FlagValues } from "../args/command-spec.js";
import type { ONBOARD_FLAGS } from "./onboard-flags.js";
import type { Prompter } from "./prompter.js";

export type OnboardFlags = FlagValues<typeof ONBOARD_FLAGS>;

/** What onboarding begins with. */
export interface OnboardFacts {
  readonly loaded: LoadedConfig;
  readonly flags: OnboardFlags;
  /** Absent: nobody is asked. */
  readonly prompter: Prompter | undefined;
}
