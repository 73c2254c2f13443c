import { spawn } from "node:child_process";
import { DEFAULT_TIMEOUTS, endpointUrl, resolveEndpoint, type Secret, sendJson, ToolkitError } from "@openclaw/core";
import { parseKey, readString } from "@openclaw/core/internal";
import { readStdin } from "../ask/read-stdin.js";
import type { Context } from "../context.js";
import { listenForCallback } from "./callback-listener.js";
import { consentUrl, createPkce, type Pkce, readRedirect } from "./pkce.js";

export interface OauthOptions {
  readonly baseUrl: string | undefined;
  /** Ask for the address instead of listening: for SSH and containers. */
  readonly paste: boolean;
  readonly port: number;
  readonly openBrowser: boolean;
}

export interface OauthKey {
  readonly key: Secret;
  readonly userId?: string;
}

export const DEFAULT_CALLBACK_PORT = 3000;
const WAIT_MS = 300_000;
const EXCHANGE_MS = 30_000;

/**
 * Signs in with OpenRouter in the browser and gives the key that came of it (KEY-5, as in OpenClaw).
 *
 * @throws RequestError for a redirect that is not of this sign-in; ApiError for a code that is not taken
 */
export async function loginWithOauth(context: Context, options: OauthOptions): Promise<OauthKey> {
  const endpoint = resolveEndpoint(options.baseUrl);
  const pkce = createPkce();
  const code = await fetchCode(context, new URL(endpoint.baseUrl).origin, pkce, options);
  const plan = {
    method: "POST",
    url: endpointUrl(endpoint, "/auth/keys"),
    headers: { "content-type": "application/json" },
    body: { code, code_verifier: pkce.verifier, code_challenge_method: "S256" },
    warnings: [],
    steps: [],
  } as const;
  const { json } = await sendJson(
    plan,
    { endpoint, timeouts: DEFAULT_TIMEOUTS },
    { transport: await context.transport(), signal: context.io.signal, totalMs: EXCHANGE_MS, maxBytes: 8192 },
  );
  const key = readString(json["key"]);
  if (key === undefined)
    throw new ToolkitError("OpenRouter answered without a key.", { code: "response_malformed", hint: "Run the sign-in again." });
  const userId = readString(json["user_id"]);
  return { key: parseKey(key), ...(userId === undefined ? {} : { userId }) };
}

async function fetchCode(context: Context, origin: string, pkce: Pkce, options: OauthOptions): Promise<string> {
  const { io, out } = context;
  const remote = (io.env["SSH_CONNECTION"] ?? io.env["SSH_TTY"] ?? "") !== "";
  const listener =
    options.paste || remote
      ? undefined
      : await listenForCallback({ port: options.port, state: pkce.state, timeoutMs: WAIT_MS, signal: io.signal });
  try {
    const url = consentUrl(origin, pkce, listener?.port ?? options.port);
    out.alert(`Open this address in a browser and allow it:\n\n  ${url}\n`);
    if (listener !== undefined) {
      if (options.openBrowser) openBrowser(url);
      out.note("Waiting for the browser; Ctrl-C gives up. On another machine, run it with --paste.");
      return await listener.code;
    }
    const question = "Paste the whole address that the browser was sent to (the page itself will not load)";
    if (io.prompter !== undefined && io.stdin.isTty) return readRedirect(await (await io.prompter()).text(question, {}), pkce.state);
    out.note(`${question}:`);
    return readRedirect(await readStdin(io, out), pkce.state);
  } finally {
    listener?.close();
  }
}

/** Tries to; where there is no browser, the address is on the screen. */
function openBrowser(url: string): void {
  const [program, args]: readonly [string, string[]] =
    process.platform === "darwin"
      ? ["open", [url]]
      : process.platform === "win32"
        ? ["rundll32", ["url.dll,FileProtocolHandler", url]]
        : ["xdg-open", [url]];
  const child = spawn(program, args, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
