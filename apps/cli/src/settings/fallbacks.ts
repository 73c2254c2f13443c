import type { LoadedConfig } from "@openclaw/config/node";
import type { Context } from "../context.js";

/** The configured fallbacks of the default model. */
export function readFallbacks({ config }: Pick<LoadedConfig, "config">): readonly string[] {
  return config.agents.defaults.model?.fallbacks ?? [];
}

export const FALLBACKS_PATH = "agents.defaults.model.fallbacks";

export function printFallbacks({ out, json }: Context, fallbacks: readonly string[]): void {
  if (json) {
    out.json({ fallbacks });
    return;
  }
  out.line(`Fallbacks (${fallbacks.length}):`);
  for (const ref of fallbacks) out.line(`- ${ref}`);
  if (fallbacks.length === 0) out.line("- none");
}
