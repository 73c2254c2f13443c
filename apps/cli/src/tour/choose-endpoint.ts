import { DEFAULT_BASE_URL, ToolkitError } from "@openclaw/core";
import type { Context } from "../context.js";

export interface TourEndpoint {
  readonly context: Context;
  /** One sentence: what is asked, and with what. */
  readonly says: string;
  readonly sandbox: boolean;
}

/** A configured key when there is one, else the sandbox, started in this process (RUN-1). */
export async function chooseEndpoint(context: Context): Promise<TourEndpoint> {
  if (context.flags.sandbox) return inSandbox(context, "as asked");
  const { config } = await context.config();
  const { baseUrl } = config.models.providers.openrouter;
  try {
    const [credential] = await context.credentials("chat");
    return { context, says: `Using ${baseUrl} with the key of ${credential?.label ?? "the config"}.`, sandbox: false };
  } catch (error) {
    // Whoever has set up a server of their own means that one: it is not replaced by the sandbox.
    const missing = ToolkitError.isInstance(error) && error.code === "key_missing" && context.flags.authProfile === undefined;
    if (!missing || baseUrl !== DEFAULT_BASE_URL) throw error;
    return inSandbox(context, "no OPENROUTER_API_KEY is set");
  }
}

async function inSandbox(context: Context, reason: string): Promise<TourEndpoint> {
  const forked = context.fork({ sandbox: true });
  const running = await forked.sandbox();
  const says =
    `Using the offline sandbox at ${running?.baseUrl ?? ""} (${reason}). No model is behind it: the answer comes from rules, the picture and ` +
    "the clip are drawn, the speech is synthesised here. Nothing leaves this machine and nothing is charged; costs are list prices.";
  return { context: forked, says, sandbox: true };
}
