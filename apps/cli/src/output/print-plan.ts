import { type ModelTarget, redactHeaders, type RequestPlan } from "@openclaw/core";
import type { Context } from "../context.js";
import { printable } from "./printable.js";

/** Shows a request that is not sent: exactly what would go out, and why it looks as it does (CLI-5). */
export function printPlan({ out, json }: Context, plan: RequestPlan, targets: readonly ModelTarget[]): void {
  const [primary, ...others] = targets;
  const keyLabel = primary?.keyLabel ?? "none";
  const sent = { ...(plan.body === undefined ? {} : { "Content-Type": "application/json" }), Authorization: "Bearer -", ...plan.headers };
  const headers = redactHeaders(sent);
  const candidates = others.map(({ model, keyLabel: key }) => ({ model: model.ref, key }));
  if (json) {
    const { method, url, body, steps, warnings } = plan;
    out.json({ ok: true, dryRun: true, request: { method, url, headers, body }, key: keyLabel, steps, warnings, candidates });
    return;
  }
  const { style } = out;
  out.line(style("bold", `${plan.method} ${plan.url}`));
  for (const [name, value] of Object.entries(headers)) {
    out.line(
      `${name}: ${value}${name === "Authorization" ? style("dim", `  (${keyLabel === "none" ? "no key was found" : keyLabel})`) : ""}`,
    );
  }
  if (plan.body !== undefined) out.line(`\n${printable(JSON.stringify(plan.body, shorten, 2))}`);
  if (plan.steps.length > 0) {
    out.line(`\n${style("bold", "Steps")}`);
    const width = Math.max(...plan.steps.map(({ step }) => step.length));
    for (const { step, applied, reason } of plan.steps) {
      const mark = applied ? style("green", "applied") : style("dim", "skipped");
      out.line(`  ${mark}  ${step.padEnd(width)}  ${reason}`);
    }
  }
  if (plan.warnings.length > 0) {
    out.line(`\n${style("bold", "Warnings")}`);
    for (const { message } of plan.warnings) out.line(`  ${message}`);
  }
  if (candidates.length > 0) {
    out.line(`\n${style("bold", "Next, if it fails")}`);
    for (const { model, key } of candidates) out.line(`  ${model} (${key})`);
  }
  out.note("Nothing was sent.");
}

const SHOWN_CHARACTERS = 4000;

/** A picture in base64 would fill the screen; its start says what it is. `--json` shows everything. */
function shorten(_key: string, value: unknown): unknown {
  if (typeof value !== "string" || value.length <= SHOWN_CHARACTERS || !value.startsWith("data:")) return value;
  return `${value.slice(0, 60)}… (${value.length} characters)`;
}
