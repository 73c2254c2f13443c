import path from "node:path";

/**
 * How this program was called, for commands that are printed to be typed: `openclaw` where it was installed (npm on Windows and pnpm start it by
 * the path of its file), else by the path that was typed.
 */
export function programName(
  script: string | undefined,
  cwd: string,
  style: Pick<path.PlatformPath, "basename" | "isAbsolute" | "relative"> = path,
): string {
  if (script === undefined || style.basename(script) !== "openclaw.js" || /[/\\]node_modules[/\\]/.test(script)) return "openclaw";
  const near = style.relative(cwd, script);
  const shown = near.startsWith("..") || style.isAbsolute(near) ? script : near;
  return `node ${/\s/.test(shown) ? `"${shown}"` : shown}`;
}
