import * as z from "zod";
import { answerForward } from "../forward/answer-forward.js";
import type { Exchange } from "../http/exchange.js";
import { readJsonBody } from "../http/read-body.js";
import type { Route, RouteAbout } from "../http/route-table.js";
import { readValid } from "../wire/read-valid.js";
import type { RouteDeps } from "./deps.js";

/** The body of `/responses`, as far as it is looked at. */
const responsesSchema = z.looseObject({
  model: z.string().nullish(),
  models: z.array(z.string()).nullish(),
  input: z.union([z.string(), z.array(z.looseObject({})).min(1)]),
  stream: z.boolean().nullish(),
  max_output_tokens: z.number().int().min(1).nullish(),
});

/** The body of `/messages`, as far as it is looked at. */
const messagesSchema = z.looseObject({
  model: z.string().nullish(),
  models: z.array(z.string()).nullish(),
  messages: z
    .array(z.looseObject({ role: z.enum(["user", "assistant", "system"]), content: z.union([z.string(), z.array(z.looseObject({}))]) }))
    .min(1),
  max_tokens: z.number().int().min(1).nullish(),
  stream: z.boolean().nullish(),
});

const inputs = z.union([
  z.string().min(1),
  z.array(z.string()).min(1).max(2048),
  z.array(z.number().int()).min(1),
  z.array(z.array(z.number().int())).min(1).max(2048),
  z.array(z.looseObject({ content: z.unknown() })).min(1),
]);

/** The body of `/embeddings`. */
const embeddingsSchema = z.looseObject({
  model: z.string().nullish(),
  input: inputs,
  encoding_format: z.enum(["float", "base64"]).nullish(),
  dimensions: z.number().int().min(1).nullish(),
});

const RESPONSE_ENDS: ReadonlySet<string> = new Set(["response.completed", "response.incomplete", "response.failed", "response.done"]);
const MESSAGE_ENDS: ReadonlySet<string> = new Set(["message_stop"]);

/** What OpenRouter serves in the asked-for shape itself: Responses, Anthropic's Messages, embeddings (SRV-1). */
export function forwardedRoutes(deps: RouteDeps): readonly Route[] {
  const limits = { maxBytes: deps.limits.maxBodyBytes, timeoutMs: deps.limits.bodyTimeoutMs };
  const responses = async (exchange: Exchange): Promise<void> => {
    const body = readValid(responsesSchema, await readJsonBody(exchange, limits));
    await answerForward(exchange, deps, { path: "/responses", kind: "chat", body, ends: RESPONSE_ENDS });
  };
  const messages = async (exchange: Exchange): Promise<void> => {
    const body = readValid(messagesSchema, await readJsonBody(exchange, limits));
    const beta = exchange.header("anthropic-beta");
    await answerForward(exchange, deps, {
      path: "/messages",
      kind: "chat",
      body,
      ends: MESSAGE_ENDS,
      headers: {
        "anthropic-version": exchange.header("anthropic-version") ?? "2023-06-01",
        ...(beta === undefined ? {} : { "anthropic-beta": beta }),
      },
    });
  };
  const embeddings = async (exchange: Exchange): Promise<void> => {
    const body = readValid(embeddingsSchema, await readJsonBody(exchange, limits));
    await answerForward(exchange, deps, { path: "/embeddings", kind: "embedding", body });
  };
  const both = (path: string, about: RouteAbout, handle: Route["handle"]): readonly Route[] => [
    { method: "POST", path: `/v1${path}`, about, handle },
    { method: "POST", path: `/api/v1${path}`, about, handle },
  ];
  const streams = ["text/event-stream"];
  return [
    ...both("/responses", { summary: "An answer in the Responses shape.", body: responsesSchema, gives: streams }, responses),
    ...both("/messages", { summary: "An answer in Anthropic's Messages shape.", body: messagesSchema, gives: streams }, messages),
    ...both("/embeddings", { summary: "Vectors of texts.", body: embeddingsSchema }, embeddings),
  ];
}
