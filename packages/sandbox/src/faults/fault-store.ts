import type { IncomingHttpHeaders } from "node:http";
import type { Fault, FaultName } from "./fault.js";
import { isFaultName } from "./fault-names.js";

/** A fault and the requests it is meant for. Every condition that is given must hold. */
export interface FaultRule {
  /** One of `FAULTS`. */
  name: FaultName;
  /** As after the colon in a header: `3` of `stall:3`. */
  param?: string | number | undefined;
  /** Path without `/api/v1` (`/chat/completions`), or a pattern for it. */
  path?: string | RegExp | undefined;
  /** HTTP method. */
  method?: string | undefined;
  /** Model id of the request's body. */
  model?: string | RegExp | undefined;
  /** Only the nth request that fits the other conditions, from 1. */
  nth?: number | undefined;
  /** At most so many requests, then the rule is spent. */
  times?: number | undefined;
}

export interface FaultStore {
  add: (rule: FaultRule) => void;
  clear: () => void;
  /** The fault of a request: by header, then by model id, then by the first rule that fits. */
  choose: (request: { headers: IncomingHttpHeaders; path: string; method: string; model: string }) => Fault | undefined;
  /** Counts up under a name, from 0: for faults that come and go. */
  next: (name: string) => number;
}

const MODEL_PREFIX = "sandbox/fault-";

export function createFaultStore(): FaultStore {
  let rules: { rule: FaultRule; seen: number; used: number }[] = [];
  const counters = new Map<string, number>();

  const byRule: FaultStore["choose"] = (request) => {
    for (const entry of rules) {
      const { rule } = entry;
      if (!fits(rule, request)) continue;
      entry.seen += 1;
      if (rule.nth !== undefined && entry.seen !== rule.nth) continue;
      if (rule.times !== undefined && entry.used >= rule.times) continue;
      entry.used += 1;
      return { name: rule.name, param: rule.param === undefined ? "" : String(rule.param) };
    }
    return undefined;
  };

  return {
    add: (rule) => {
      if (!isFaultName(rule.name))
        throw new TypeError(`Unknown fault: ${String(rule.name)}. FAULTS names them all, each with its parameter.`);
      rules.push({ rule, seen: 0, used: 0 });
    },
    clear: () => {
      rules = [];
      counters.clear();
    },
    choose: (request) => {
      const header = request.headers["x-sandbox-fault"]?.toString();
      if (header !== undefined && header !== "") return parseFault(header);
      if (request.model.startsWith(MODEL_PREFIX)) return parseFault(request.model.slice(MODEL_PREFIX.length));
      return byRule(request);
    },
    next: (name) => {
      const count = counters.get(name) ?? 0;
      counters.set(name, count + 1);
      return count;
    },
  };
}

function fits(rule: FaultRule, request: { path: string; method: string; model: string }): boolean {
  if (rule.method !== undefined && rule.method !== request.method) return false;
  return matches(rule.path, request.path) && matches(rule.model, request.model);
}

function matches(wanted: string | RegExp | undefined, given: string): boolean {
  if (wanted === undefined) return true;
  return typeof wanted === "string" ? wanted === given : wanted.test(given);
}

/** `stall:3` → name and parameter; an unknown name is `undefined`. */
function parseFault(text: string): Fault | undefined {
  const colon = text.indexOf(":");
  const name = (colon < 0 ? text : text.slice(0, colon)).trim();
  return isFaultName(name) ? { name, param: colon < 0 ? "" : text.slice(colon + 1).trim() } : undefined;
}
