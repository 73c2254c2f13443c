import type { ResolvedTargets } from "@openclaw/config";
import type { RequestPlan, Warning } from "@openclaw/core";
import { redactHeaders } from "@openclaw/core/internal";
import type { VideoPrice } from "@openclaw/media";
import type { Context } from "../context.js";
import { shownPrice } from "./amounts.js";
import { flagWords } from "./flag-words.js";
import { printable } from "./printable.js";

/**
 * Shows a request that is not sent: exactly what would go out, and why it looks as it does (CLI-5).
 *
 * @param facts.price what it would cost, for work that has a price before it is done; null where none is listed
 */
export function printPlan(
  { out, json }: Context,
  shaped: RequestPlan,
  resolved: ResolvedTargets,
  { price }: { readonly price?: VideoPrice | null } = {},
): void {
  const [primary, ...others] = resolved.targets;
  const missing = [...resolved.warnings, ...shaped.warnings].some(({ code }) => UNLOADED.includes(code));
  const plan = missing ? { ...shaped, warnings: [NOT_LOADED, ...shaped.warnings] } : shaped;
  const keyLabel = primary?.keyLabel ?? "none";
  const sent = { ...(plan.body === undefined ? {} : { "Content-Type": "application/json" }), Authorization: "Bearer -", ...plan.headers };
  const headers = hideConfigured(redactHeaders(sent), primary?.headers ?? {});
  const candidates = others.map(({ model, keyLabel: key }) => ({ model: model.ref, key }));
  if (json) {
    const { method, url, steps, warnings } = plan;
    const body: unknown = plan.body === undefined ? undefined : JSON.parse(JSON.stringify(plan.body, hideUserInfo));
    const priced = price === undefined ? {} : { price };
    out.json({ ok: true, dryRun: true, request: { method, url, headers, body }, ...priced, key: keyLabel, steps, warnings, candidates });
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
  if (price !== undefined) {
    out.line(`\n${style("bold", "Price")}`);
    out.line(`  ${price === null ? "not listed" : `${shownPrice(price)}, by the model's listed prices`}`);
  }
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
    for (const { message } of plan.warnings) out.line(`  ${flagWords(message)}`);
  }
  if (candidates.length > 0) {
    out.line(`\n${style("bold", "Next, if it fails")}`);
    for (const { model, key } of candidates) out.line(`  ${model} (${key})`);
  }
  out.note("The request was not sent.");
}

const UNLOADED: readonly string[] = ["catalog_unreachable", "catalog_unavailable"];
const NOT_LOADED: Warning = { code: "catalog_not_loaded", message: "the catalogue is not loaded; the real request may differ" };

/** What the user's own headers say is the user's own business, whatever they are called (KEY-6). */
function hideConfigured(
  headers: Readonly<Record<string, string>>,
  configured: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const names = new Set(Object.keys(configured).map((name) => name.toLowerCase()));
  const shown = Object.entries(headers).map(([name, value]) => [name, names.has(name.toLowerCase()) ? "[redacted]" : value] as const);
  return Object.fromEntries(shown);
}

const SHOWN_CHARACTERS = 4000;

/** A URL may carry a name and password for its server (KEY-6). */
function hideUserInfo(_key: string, value: unknown): unknown {
  if (typeof value !== "string" || !/^https?:/i.test(value) || !URL.canParse(value)) return value;
  const url = new URL(value);
  return url.username === "" && url.password === "" ? value : `${url.protocol}//[redacted]@${url.host}${url.pathname}${url.search}`;
}

/** A picture in base64 would fill the screen; its start says what it is. `--json` shows everything. */
function shorten(key: string, value: unknown): unknown {
  if (typeof value !== "string" || value.length <= SHOWN_CHARACTERS || !value.startsWith("data:")) return hideUserInfo(key, value);
  return `${value.slice(0, 60)}… (${value.length} characters)`;
}
