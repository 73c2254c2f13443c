import { Refusal } from "../errors/refusal.js";
import type { Handler } from "../http/route-table.js";
import { isDryRun } from "./dry-run.js";

/** What belongs to chat completions alone is refused on other paths: passed over, a dry run would be paid for, and a turn would not be kept. */
export function refuseChatOnly(handle: Handler): Handler {
  return (exchange, parameter) => {
    const { path } = exchange;
    if (isDryRun(exchange)) throw refused(`A dry run is made of chat completions, not of ${path.slice(0, 200)}.`, "dry_run");
    if (exchange.header("x-openclaw-session") !== undefined) {
      throw refused(`A stored conversation takes its turns from chat completions, not from ${path.slice(0, 200)}.`, "x-openclaw-session");
    }
    return handle(exchange, parameter);
  };
}

function refused(message: string, param: string): Refusal {
  return new Refusal("body_unreadable", `${message} Nothing was sent.`, { param });
}
