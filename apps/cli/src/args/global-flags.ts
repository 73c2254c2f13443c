/** Understood by every command, before or after its name. */
export const GLOBAL_FLAGS = {
  json: { kind: "switch", summary: "Print one JSON document on stdout, and nothing else there" },
  profile: { kind: "text", value: "NAME", summary: "Use the state and config under ~/.openclaw-NAME" },
  dev: { kind: "switch", summary: "Same as --profile dev" },
  config: { kind: "text", value: "FILE", summary: "Use this config file" },
  "no-color": { kind: "switch", summary: "No colours; NO_COLOR=1 does the same" },
  quiet: { kind: "switch", short: "q", summary: "Only the answer, and errors" },
  verbose: { kind: "switch", short: "v", summary: "Say more on stderr: tokens, cost, attempts, and how long each phase took" },
  help: { kind: "switch", short: "h", summary: "Show help" },
  version: { kind: "switch", short: "V", summary: "Show the version" },
} as const;
