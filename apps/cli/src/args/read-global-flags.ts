import type { Given } from "./command-spec.js";

/** The flags that are not one command's own, as the context needs them. */
export interface CommonFlags {
  readonly json: boolean;
  readonly profile?: string;
  readonly config?: string;
  readonly apiKey?: string;
  readonly authProfile?: string;
  readonly baseUrl?: string;
  readonly sandbox: boolean;
}

/** Picks them out of what was given; a command without such a flag has it absent. */
export function readCommonFlags(flags: Given["flags"]): CommonFlags {
  const text = (name: string): string | undefined => {
    const value = flags[name];
    return typeof value === "string" ? value : undefined;
  };
  const profile = text("profile") ?? (flags["dev"] === true ? "dev" : undefined);
  const entries = {
    profile,
    config: text("config"),
    apiKey: text("api-key"),
    authProfile: text("auth-profile"),
    baseUrl: text("base-url"),
  };
  const given = Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
  return { json: flags["json"] === true, sandbox: flags["sandbox"] === true, ...given };
}
