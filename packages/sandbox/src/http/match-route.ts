import type { SandboxContext } from "../context.js";
import type { Exchange } from "./exchange.js";

export type Handler = (exchange: Exchange, sandbox: SandboxContext) => void | Promise<void>;

/** One row of the route table; `{name}` takes one path segment. */
export type Route = readonly [method: string, pattern: string, handler: Handler];

export interface RouteMatch {
  handler: Handler;
  params: Record<string, string>;
}

/** Finds the handler of a path; `"method"` where the path is known under another method. */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | "method" | undefined {
  let otherMethod = false;
  for (const [wanted, pattern, handler] of routes) {
    const params = matchPattern(pattern, path);
    if (params === undefined) continue;
    if (wanted === method) return { handler, params };
    otherMethod = true;
  }
  return otherMethod ? "method" : undefined;
}

function matchPattern(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith("{")) params[part.slice(1, -1)] = decode(value);
    else if (part !== value) return undefined;
  }
  return params;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
