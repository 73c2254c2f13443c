import type { Sandbox } from "@openclaw/sandbox";
import { ConfigError } from "@openclaw/core";

export type RunningSandbox = Pick<Sandbox, "url" | "baseUrl" | "port" | "close" | "requests">;

/**
 * Starts the sandbox inside this process. It is a package of its own, found in the checkout or installed beside this program (F-4).
 *
 * @throws ConfigError when the package is not there
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
  return sandbox.startSandbox(options);
}
