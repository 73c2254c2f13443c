import { createServer, type Server } from "node:http";
import { ToolkitError } from "@openclaw/core";
import { CALLBACK_PATH, readRedirect } from "./pkce.js";

export interface CallbackListener {
  readonly port: number;
  /** The code of the first redirect that belongs to this sign-in. */
  readonly code: Promise<string>;
  close(): void;
}

const PAGE = (text: string): string => `<!doctype html><meta charset="utf-8"><title>OpenClaw</title><p>${text}</p>`;

/**
 * Waits on this machine alone for the browser to come back (KEY-5). A redirect with another state is answered and passed over: anybody on
 * this machine can send one.
 *
 * @returns `undefined` when the port is taken
 */
export async function listenForCallback(facts: {
  readonly port: number;
  readonly state: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}): Promise<CallbackListener | undefined> {
  const { state, signal } = facts;
  let settle: { resolve: (code: string) => void; reject: (error: unknown) => void } = { resolve: () => undefined, reject: () => undefined };
  const code = new Promise<string>((resolve, reject) => (settle = { resolve, reject }));
  // Whoever never awaits it must not end the process.
  code.catch(() => undefined);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const reply = (status: number, text: string): void => {
      response.writeHead(status, { "content-type": "text/html; charset=utf-8", connection: "close" }).end(PAGE(text));
    };
    if (request.method !== "GET" || url.pathname !== CALLBACK_PATH) {
      reply(404, "There is nothing here.");
      return;
    }
    try {
      const found = readRedirect(url.href, state);
      reply(200, "Signed in. You can close this window and go back to the terminal.");
      settle.resolve(found);
    } catch (error) {
      reply(400, "This sign-in was not completed. Go back to the terminal.");
      // Only who knows the state may end the sign-in.
      if (url.searchParams.get("state") === state) settle.reject(error);
    }
  });
  if (!(await listening(server, facts.port))) return undefined;
  const timer = setTimeout(() => {
    settle.reject(
      new ToolkitError("Nobody came back from the browser in time.", {
        code: "timeout_total",
        hint: "Run it again; over SSH use --paste.",
      }),
    );
  }, facts.timeoutMs);
  const onAbort = (): void => settle.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : facts.port,
    code,
    close() {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      server.close();
      server.closeAllConnections();
    },
  };
}

function listening(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => resolve(true));
  });
}
