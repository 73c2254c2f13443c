import { parseArgs } from "node:util";

export interface Arguments {
  readonly host?: string;
  readonly port?: number;
  readonly config?: string;
  readonly profile?: string;
  readonly webhookUrl?: string;
  readonly publicUrl?: string;
  readonly workers: number;
  readonly logPrompts: boolean;
  readonly sessionsByUser: boolean;
}

export type ParsedArguments =
  | { readonly kind: "serve" | "import"; readonly given: Arguments }
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "mistake"; readonly message: string };

export const HELP = `openclaw-server: OpenRouter's models behind OpenAI's, Anthropic's and OpenRouter's own interfaces.

Usage: openclaw-server [flags]

  --host ADDRESS    listen on this address; loopback by default, anything else needs a token
  --port N          listen on this port; 18789 by default, 0 takes a free one
  --config FILE     read this openclaw.json
  --profile NAME    use ~/.openclaw-NAME
  --workers N       processes; 1 by default
  --webhook-url URL tell this address of every video job that ends, unless the caller names another
  --public-url URL  under which clients reach this server, when a proxy stands before it
  --sessions-by-user  keep a conversation for every end user that requests name in "user"; off by default
  --import-sqlite   copy what SQLite holds into the empty database of OPENCLAW_DATABASE_URL, and end
  --log-prompts     write prompts and answers into the log; off by default
  --version         say which version this is
  --help            say this

A token is set with OPENCLAW_GATEWAY_TOKEN or gateway.auth.token; the OpenRouter key with OPENROUTER_API_KEY or: openclaw onboard
SIGHUP reads the configuration anew, SIGTERM lets running requests finish.
`;

const OPTIONS = {
  host: { type: "string" },
  port: { type: "string" },
  config: { type: "string" },
  profile: { type: "string" },
  workers: { type: "string" },
  "webhook-url": { type: "string" },
  "public-url": { type: "string" },
  "log-prompts": { type: "boolean" },
  "sessions-by-user": { type: "boolean" },
  "import-sqlite": { type: "boolean" },
  version: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const MAX_WORKERS = 256;

/** Reads the command line (SRV-3). Never throws: a mistake is told in one sentence. */
export function parseArguments(args: readonly string[]): ParsedArguments {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }));
  } catch (error) {
    return mistake(error instanceof Error ? error.message : String(error));
  }
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const port = readWhole(values.port, 65_535);
  if (port === "wrong") return mistake(`--port takes a number from 0 to 65535, not ${JSON.stringify(values.port)}.`);
  const workers = readWhole(values.workers, MAX_WORKERS);
  if (workers === "wrong" || workers === 0)
    return mistake(`--workers takes a number from 1 to ${MAX_WORKERS}, not ${JSON.stringify(values.workers)}.`);
  return {
    kind: values["import-sqlite"] === true ? "import" : "serve",
    given: {
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(port === undefined ? {} : { port }),
      ...(values.config === undefined ? {} : { config: values.config }),
      ...(values.profile === undefined ? {} : { profile: values.profile }),
      ...(values["webhook-url"] === undefined ? {} : { webhookUrl: values["webhook-url"] }),
      ...(values["public-url"] === undefined ? {} : { publicUrl: values["public-url"] }),
      workers: workers ?? 1,
      logPrompts: values["log-prompts"] ?? false,
      sessionsByUser: values["sessions-by-user"] ?? false,
    },
  };
}

function readWhole(text: string | undefined, most: number): number | undefined | "wrong" {
  if (text === undefined) return undefined;
  return /^\d+$/.test(text) && Number(text) <= most ? Number(text) : "wrong";
}

function mistake(message: string): ParsedArguments {
  return { kind: "mistake", message: `${message.replace(/\.?$/, ".")} See: openclaw-server --help` };
}
