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
  for (const route of routes) {
    const path = route.path.replace(/\/\*$/, "/{name}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
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

function operationOf({ path, open, about, method }: Route): Json {
  const gives = method === "GET" && about.gives !== undefined ? about.gives : ["application/json", ...(about.gives ?? [])];
  return {
    summary: about.summary,
    ...(open === true ? { security: [] } : {}),
    ...(path.endsWith("/*") ? { parameters: [{ name: "name", in: "path", required: true, schema: { type: "string" } }] } : {}),
    ...(method === "POST" ? { requestBody: { required: true, content: contentOf(about) } } : {}),
    responses: {
      200: { description: "Success.", content: Object.fromEntries(gives.map((type) => [type, {}])) },
      default: { description: "An error, in the shape that clients of this path expect." },
    },
  };
}

function contentOf({ body, form }: Route["about"]): Json {
  const schema = body === undefined ? { type: "object" } : z.toJSONSchema(body, { io: "input", unrepresentable: "any" });
  return {
    ...(form === "only" ? {} : { "application/json": { schema } }),
    ...(form === undefined ? {} : { "multipart/form-data": { schema } }),
  };
}
