import type { HostResolver } from "@openclaw/core";
import { resolveHost } from "@openclaw/media/node";
import type { Context } from "../context.js";

/**
 * Where URLs that the user or the provider named may lead: not into the local network, unless
 * `models.providers.openrouter.request.allowPrivateNetwork` says so (KEY-6). What a model names is never let there.
 */
export async function urlRules(context: Context): Promise<{ readonly allowPrivateNetwork: boolean; readonly resolveHost: HostResolver }> {
  const { config } = await context.config();
  return { allowPrivateNetwork: config.models.providers.openrouter.request?.allowPrivateNetwork === true, resolveHost };
}
