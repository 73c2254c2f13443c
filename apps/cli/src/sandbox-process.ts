import type { Sandbox } from "@openclaw/sandbox";
import { ConfigError } from "@openclaw/core";

export type RunningSandbox = Pick<Sandbox, "url" | "baseUrl" | "port" | "close" | "requests">;

/**
 * Starts the sandbox inside this process. It is a package of its own, found in the checkout or installed beside this program (F-4).
 *
 * @throws ConfigError when the package is not there, or its port is taken
 */
export async function startSandbox(options: { readonly port?: number; readonly host?: string } = {}): Promise<RunningSandbox> {
  let sandbox: typeof import("@openclaw/sandbox");
  try {
    sandbox = await import("@openclaw/sandbox");
  } catch (cause) {
    throw new ConfigError("The sandbox is not installed beside this program.", {
      code: "unsupported",
      hint: "Install it with: npm install @openclaw/sandbox. Or use a key: openclaw onboard --auth-choice openrouter-api-key",
      cause,
    });
  }
  try {
    return await sandbox.createSandbox(options);
  } catch (error) {
    throw cannotListen(error, options) ?? error;
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: "something else listens there",
  EACCES: "the system keeps it for itself",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "this machine has no such address",
};

function cannotListen(error: unknown, { port = 0, host = "127.0.0.1" }: { readonly port?: number; readonly host?: string }): unknown {
  const problem = PROBLEMS[(error as NodeJS.ErrnoException).code ?? ""];
  if (problem === undefined) return undefined;
  return new ConfigError(`The sandbox cannot listen on port ${port} of ${host}: ${problem}.`, {
    code: "unsupported",
    hint: "Name another one with --port, or none for a free one.",
    cause: error,
  });
}
