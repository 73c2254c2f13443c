import * as z from "zod";
import type { Route } from "../http/route-table.js";
import { sendText } from "../http/send-json.js";
import { VERSION } from "../version.js";

type Json = Readonly<Record<string, unknown>>;

/** `/openapi.json`, made from the routes and the schemas that check their bodies (SRV-8). */
export function openApiRoute(routes: readonly Route[]): Route {
  let text: string | undefined;
  const route: Route = {
    method: "GET",
    path: "/openapi.json",
    about: { summary: "This document." },
    handle(exchange) {
      text ??= JSON.stringify(openApiDocument([...routes, route]));
      sendText(exchange, 200, text, { "content-type": "application/json; charset=utf-8" });
    },
  };
  return route;
}

function openApiDocument(routes: readonly Route[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const { about, ...route } of routes) {
    const below = route.path.endsWith("/*") ? (about.below ?? { "{name}": about }) : { "": about };
    for (const [rest, told] of Object.entries(below)) {
      const path = route.path.replace(/\*$/, "") + rest;
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf({ ...route, path, about: told }) };
    }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "openclaw-server",
      version: VERSION,
      description: "OpenRouter's models behind OpenAI's, Anthropic's and OpenRouter's own interfaces.",
    },
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" }, key: { type: "apiKey", in: "header", name: "x-api-key" } },
    },
    security: [{ token: [] }, { key: [] }],
  };
}

function operationOf({ path, open, about, method }: Omit<Route, "handle">): Json {
  const gives = method === "GET" && about.gives !== undefined ? about.gives : ["application/json", ...(about.gives ?? [])];
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema: TEXT })),
    ...queryOf(about),
  ];
  return {
    operationId: [method.toLowerCase(), ...path.split(/\W+/).filter((word) => word !== "")].join("_"),
    summary: about.summary,
    ...(open === true ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(method === "POST" || about.body !== undefined
      ? { requestBody: { required: about.body !== undefined, content: contentOf(about) } }
      : {}),
    responses: {
      [about.status ?? 200]: { description: "Success.", content: Object.fromEntries(gives.map((type) => [type, {}])) },
      default: { description: "An error, in the shape that clients of this path expect." },
    },
  };
}

const TEXT = { type: "string" };

function queryOf({ query }: Route["about"]): readonly Json[] {
  if (query === undefined) return [];
  const { properties = {} } = z.toJSONSchema(query, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: false, schema }));
}

function contentOf({ body, form }: Route["about"]): Json {
  const schema = body === undefined ? { type: "object" } : z.toJSONSchema(body, { io: "input", unrepresentable: "any" });
  return {
    ...(form === "only" ? {} : { "application/json": { schema } }),
    ...(form === undefined ? {} : { "multipart/form-data": { schema } }),
  };
}
