import { shapeChat } from "@openclaw/chat";
import type { Question } from "../chat/question.js";
import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "../http/exchange.js";
import { sendJson } from "../http/send-json.js";
import { writePlan } from "../live/write-plan.js";
import { allowedTargets } from "../meter/allowed-models.js";
import { queryOf } from "./admin/admin-access.js";

/** `?dry_run=1` or `x-openclaw-dry-run: 1` (or `true`): the caller wants the request that would be sent, and nothing sent. */
export function isDryRun(exchange: Exchange): boolean {
  return isYes(exchange.header("x-openclaw-dry-run")) || (exchange.query !== "" && isYes(queryOf(exchange)["dry_run"]));
}

function isYes(text: string | undefined): boolean {
  return text === "1" || text === "true";
}

/** Answers with the plan of a request instead of sending it (CLI-5). It costs nothing and is not in the ledger. */
export function sendDryRun(exchange: Exchange, { input, targets: chain }: Pick<Question, "input" | "targets">): void {
  const { key } = exchange.caller;
  const targets = key === undefined ? chain : allowedTargets(key, chain);
  const [first, ...others] = targets;
  if (first === undefined) throw new Refusal("route_not_found", "No model is configured.");
  sendJson(exchange, 200, {
    object: "plan",
    dryRun: true,
    model: first.model.wireId,
    // The caller's own words, sent back to them.
    ...writePlan(shapeChat(first, input), { texts: true, configuredHeaders: first.headers }),
    candidates: others.map(({ model, keyLabel }) => ({ model: model.wireId, ...(key === undefined ? { keyLabel } : {}) })),
  });
}
