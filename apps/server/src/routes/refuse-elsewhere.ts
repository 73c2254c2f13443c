import { Refusal } from "../errors/refusal.js";
import type { Handler } from "../http/route-table.js";
import { isDryRun } from "./dry-run.js";

/** What another path does not have is refused there: passed over, a dry run would be paid for, and a turn would not be kept. */
export function refuseDryRun(handle: Handler): Handler {
  return (exchange, parameter) => {
    const { path } = exchange;
    if (isDryRun(exchange)) throw refused(`A dry run is made of chat completions and videos, not of ${path.slice(0, 200)}.`, "dry_run");
    return handle(exchange, parameter);
  };
}

/** @see refuseDryRun */
export function refuseSession(handle: Handler): Handler {
  return (exchange, parameter) => {
    const { path } = exchange;
    if (exchange.header("x-openclaw-session") !== undefined) {
      throw refused(`A stored conversation takes its turns from chat completions, not from ${path.slice(0, 200)}.`, "x-openclaw-session");
    }
    return handle(exchange, parameter);
  };
}

function refused(message: string, param: string): Refusal {
  return new Refusal("body_unreadable", `${message} Nothing was sent.`, { param });
}
