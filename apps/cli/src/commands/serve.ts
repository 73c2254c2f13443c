import { ConfigError } from "@openclaw/core";
import { defineCommand, type FlagValues } from "../args/command-spec.js";
import type { Context } from "../context.js";
import { shownPath } from "../output/shown-path.js";
import { findServer } from "../serve/find-server.js";

/** The server's own flags, under the server's own names. */
const SERVER_FLAGS = {
  host: { kind: "text", value: "ADDRESS", summary: "Listen on this address; loopback by default, anything else needs a token" },
  port: {
    kind: "number",
    value: "N",
    min: 0,
    max: 65_535,
    integer: true,
    summary: "Listen on this port; 18789 by default, 0 takes a free one",
  },
  workers: { kind: "number", value: "N", min: 1, max: 256, integer: true, summary: "Processes; 1 by default" },
  "webhook-url": { kind: "text", value: "URL", summary: "Tell this address of every video job that ends" },
  "public-url": { kind: "text", value: "URL", summary: "Under which clients reach the server, when a proxy stands before it" },
  "sessions-by-user": { kind: "switch", summary: "Keep a conversation for every end user that requests name" },
  "log-prompts": { kind: "switch", summary: "Write prompts and answers into the log" },
} as const;

export const command = defineCommand({
  about:
    "Starts openclaw-server: OpenRouter's models behind OpenAI's, Anthropic's and OpenRouter's own interfaces, with keys, budgets and a ledger, until Ctrl-C. It is a package of its own, found beside this program. What stands behind -- goes to it as it is.",
  words: [{ name: "flags", summary: "behind --: more flags of openclaw-server", many: true }],
  flags: SERVER_FLAGS,
  examples: [
    { line: "serve", says: "on http://127.0.0.1:18789" },
    { line: "serve --port 8080 --workers 2", says: "another port, two processes" },
    { line: "serve -- --help", says: "every flag of the server" },
  ],
  async run(context, { flags, words }) {
    const { runProgram } = context.io;
    if (runProgram === undefined)
      throw new ConfigError("The server is a program of its own, and none can be started from here.", { code: "unsupported" });
    await sayBefore(context, flags);
    return runProgram(findServer(import.meta.url), [...serverArguments(context, flags), ...words]);
  },
});

/**
 * What a person should know before the log begins: settings that do nothing, and on a terminal where the page is. A file that cannot be used is
 * left to the server, which says what is wrong with it.
 */
async function sayBefore(context: Context, flags: FlagValues<typeof SERVER_FLAGS>): Promise<void> {
  const { inspectConfig } = await import("@openclaw/config/node");
  const inspected = await inspectConfig(context.configOptions()).catch(() => undefined);
  // Whoever set one of these may think that it protects.
  context.out.warn((inspected?.notes ?? []).filter(({ code }) => code === "config_gateway_unused"));
  if (inspected?.loaded === undefined || !context.io.stderr.isTty) return;
  const { gateway } = inspected.loaded.config;
  const port = flags.port ?? gateway.port;
  // A free port, and the address of another interface, are told by the server itself.
  if (port === 0 || (flags.host ?? "127.0.0.1") !== "127.0.0.1") return;
  const { describeOrigin } = await import("@openclaw/config");
  const origin = describeOrigin(inspected.loaded.origins.originOf(["gateway", "auth", "token"]));
  const by = shownPath(origin, inspected.homeDir);
  const token = gateway.auth.token === undefined ? "" : ` and asks for the token that is set by ${by} (gateway.auth.token)`;
  context.out.note(`The page is at http://127.0.0.1:${port}/${token}.`);
}

function serverArguments({ flags: common }: Context, flags: FlagValues<typeof SERVER_FLAGS>): readonly string[] {
  const given = { config: common.config, profile: common.profile, ...flags };
  return Object.entries(given).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return value === true ? [`--${name}`] : [`--${name}=${String(value)}`];
  });
}
