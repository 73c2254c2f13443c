import type { Config } from "@openclaw/config";
import type * as z from "zod";
import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "./exchange.js";

export type Handler = (exchange: Exchange, parameter: string) => Promise<void> | void;

/** What `/openapi.json` says of a route. */
export interface RouteAbout {
  readonly summary: string;
  /** The schema that the body is checked with. */
  readonly body?: z.ZodType;
  /** The body is, or may be, a form with files in it. */
  readonly form?: "only" | "too";
  /** The schema that its query is checked with. */
  readonly query?: z.ZodType;
  /** What comes back besides JSON. */
  readonly gives?: readonly string[];
  /** Of an answer that is no error. Default: 200. */
  readonly status?: 200 | 201 | 202;
  /** Of a path that ends in `/*`: what its rest may be, with names in braces. Default: `{name}`, which may hold slashes. */
  readonly below?: Readonly<Record<string, Omit<RouteAbout, "below">>>;
}

export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** A path, or a path that ends in `/*` and takes the rest, which may hold slashes, as its parameter. */
  readonly path: string;
  /** Open to whoever reaches the port. */
  readonly open?: boolean;
  /** The key that the configuration switches it off with, where it does. */
  readonly switchedOff?: (gateway: Config["gateway"]) => string | undefined;
  readonly about: RouteAbout;
  readonly handle: Handler;
}

export interface MatchedRoute {
  readonly route: Route;
  readonly parameter: string;
}

/** Finds routes by method and path: two maps, no patterns. HEAD is answered where GET is. */
export class RouteTable {
  readonly #exact = new Map<string, Route[]>();
  readonly #prefixes: { readonly prefix: string; readonly routes: Route[] }[] = [];

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      if (route.path.endsWith("/*")) this.#addPrefix(route);
      else this.#exact.set(route.path, [...(this.#exact.get(route.path) ?? []), route]);
    }
    // The longest prefix is the most exact one.
    this.#prefixes.sort((a, b) => b.prefix.length - a.prefix.length);
  }

  #addPrefix(route: Route): void {
    const prefix = route.path.slice(0, -1);
    const known = this.#prefixes.find((entry) => entry.prefix === prefix);
    if (known === undefined) this.#prefixes.push({ prefix, routes: [route] });
    else known.routes.push(route);
  }

  /** @throws Refusal `route_not_found`, or `method_not_allowed` with the `Allow` header */
  find({ method, path }: Exchange): MatchedRoute {
    const wanted = method === "HEAD" ? "GET" : method;
    const exact = this.#exact.get(path);
    const byPrefix =
      exact === undefined ? this.#prefixes.find(({ prefix }) => path.startsWith(prefix) && path.length > prefix.length) : undefined;
    const routes = exact ?? byPrefix?.routes;
    if (routes === undefined) throw new Refusal("route_not_found", `There is nothing at ${method} ${path.slice(0, 200)}.`);
    const route = routes.find((candidate) => candidate.method === wanted);
    if (route !== undefined) return { route, parameter: byPrefix === undefined ? "" : path.slice(byPrefix.prefix.length) };
    const allow = [...new Set(routes.map((candidate) => candidate.method))].join(", ");
    throw new Refusal("method_not_allowed", `${path.slice(0, 200)} takes ${allow}, not ${method.slice(0, 20)}.`, { headers: { allow } });
  }
}
