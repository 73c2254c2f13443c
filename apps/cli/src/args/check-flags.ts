import type { FlagTable, Given } from "./command-spec.js";
import { UsageError } from "./usage-error.js";

/** A flag that would do nothing beside the others is refused: who gives it expects something of it. @throws UsageError */
export function checkFlags({ flags }: Pick<Given, "flags">, table: FlagTable): void {
  for (const name of Object.keys(flags)) {
    const { needs = [], excludes = [] } = table[name] ?? {};
    const other = excludes.find((each) => flags[each] !== undefined);
    if (other !== undefined) throw new UsageError(`--${name} and --${other} cannot be given together.`, "Keep one of them.");
    if (needs.length > 0 && !needs.some((each) => flags[each] !== undefined)) throw idleFlag(name, needs);
  }
}

/** `--voice does nothing here without --speak, --play or --output.` */
export function idleFlag(name: string, needs: readonly string[]): UsageError {
  const shown = needs.map((each) => `--${each}`);
  const last = shown.at(-1) ?? "";
  const list = shown.length > 1 ? `${shown.slice(0, -1).join(", ")} or ${last}` : last;
  return new UsageError(
    `--${name} does nothing here without ${list}.`,
    `Add ${shown.length > 1 ? "one of them" : last}, or leave --${name} out.`,
  );
}
