import type { Config } from "../config.js";

/**
 * True when `agents.defaults.modelPolicy.allow` lets a model be chosen: exact, `openrouter/*` or `openrouter/ns/*`. Without a list
 * every model may be chosen. Configured models and fallbacks are never filtered by it (as in OpenClaw).
 */
export function modelAllowed(config: Config, ref: string): boolean {
  const allow = config.agents.defaults.modelPolicy?.allow;
  if (allow === undefined || allow.length === 0) return true;
  const wanted = ref.toLowerCase();
  return allow.some((entry) => {
    const pattern = entry.trim().toLowerCase();
    return pattern.endsWith("/*") ? wanted.startsWith(pattern.slice(0, -1)) : pattern === wanted;
  });
}
