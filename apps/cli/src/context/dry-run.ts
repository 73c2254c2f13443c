/** Stands where a key would, in a dry run without one. Never sent. */
export const NO_KEY = "no-key-was-found";

/** How long a dry run waits for a list of models: nobody waits for an answer behind it. */
export const DRY_RUN_LOOKUP_MS = 3_000;
