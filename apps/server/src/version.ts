declare const OPENCLAW_VERSION: string | undefined;

/** Written in by the build; a run from the sources has none. */
export const VERSION: string = typeof OPENCLAW_VERSION === "string" ? OPENCLAW_VERSION : "0.0.0-source";
