import { join } from "node:path";
import { ROOT, run, since } from "./run-step.mjs";

/**
 * Builds through turbo, which knows what has changed and takes the rest from its cache (RUN-3). `filters` are turbo's; none means everything.
 * Returns undefined, or what to tell the user.
 */
export async function ensureBuilt(say, filters = []) {
  const startedMs = performance.now();
  const { code, output } = await run(join(ROOT, "node_modules", ".bin", "turbo"), [
    "run",
    "build",
    "--output-logs=errors-only",
    ...filters.map((filter) => `--filter=${filter}`),
  ]);
  if (code !== 0) return `The build failed:\n${output.trim()}`;
  const cached = /Cached:\s+(\d+) cached, (\d+) total/.exec(output);
  say(cached !== null && cached[1] === cached[2] ? `nothing to build (${since(startedMs)})` : `built in ${since(startedMs)}`);
  return undefined;
}
