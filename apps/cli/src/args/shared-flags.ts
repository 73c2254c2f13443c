/** What the flags that several commands share say: which configuration, key and server, and the form of the output. */
export interface SharedFlags {
  readonly json: boolean;
  readonly profile?: string;
  readonly config?: string;
  readonly apiKey?: string;
  readonly authProfile?: string;
  readonly baseUrl?: string;
  readonly sandbox: boolean;
}

/** Picks them out of what was given; a command without such a flag has it absent. */
export function readSharedFlags(flags: Readonly<Record<string, unknown>>): SharedFlags {
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
