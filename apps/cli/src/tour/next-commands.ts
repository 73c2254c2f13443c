import type { Example } from "../args/command-spec.js";
import type { Context } from "../context.js";

/** Three commands to try next; they work as they are printed, where the tour worked. */
export function nextCommands({ flags }: Context, sandbox: boolean): readonly Example[] {
  const where = [
    ...(sandbox ? ["--sandbox"] : []),
    ...(flags.profile === undefined ? [] : ["--profile", flags.profile]),
    ...(flags.baseUrl === undefined || sandbox ? [] : ["--base-url", flags.baseUrl]),
  ];
  const extra = where.length === 0 ? "" : ` ${where.join(" ")}`;
  const ask: readonly Example[] = [
    { line: `chat${extra} "How do fallbacks work?"`, says: "ask something" },
    { line: `infer image generate${extra} --prompt "a lighthouse at dusk" --aspect-ratio 16:9`, says: "make a picture" },
  ];
  if (sandbox) return [...ask, { line: "onboard --auth-choice openrouter-api-key", says: "set up a key, and do it with real models" }];
  return [...ask, { line: `models list${extra} --all --free`, says: "see which models cost nothing" }];
}
