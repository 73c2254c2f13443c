import * as z from "zod";
import { answerForward } from "../forward/answer-forward.js";
import { readModelChoice } from "../gateway/model-choice.js";
import type { Exchange } from "../http/exchange.js";
import { readJsonBody } from "../http/read-body.js";
import type { Route, RouteAbout } from "../http/route-table.js";
import { answerTranslated } from "../translate/answer-translated.js";
import { createSpeaks } from "../translate/speaks.js";
import { messagesTranslation } from "../translate/write-messages.js";
import { responsesTranslation } from "../translate/write-responses.js";
import { readValid } from "../wire/read-valid.js";
import type { RouteDeps } from "../route-deps.js";

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
  fallbacks: z.array(z.looseObject({ model: z.string() })).nullish(),
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

/** The body of `/rerank`; no model is configured for it, so that one must be named. */
const rerankSchema = z.looseObject({
  model: z.string().min(1),
  query: z.string().min(1),
  documents: z
    .array(z.union([z.string(), z.looseObject({})]))
    .min(1)
    .max(10_000),
  top_n: z.number().int().min(1).nullish(),
});

const RESPONSE_ENDS: ReadonlySet<string> = new Set(["response.completed", "response.incomplete", "response.failed", "response.done"]);
const MESSAGE_ENDS: ReadonlySet<string> = new Set(["message_stop"]);

/** What OpenRouter serves in the asked-for shape itself: Responses, Anthropic's Messages, embeddings, rerank (SRV-1). Servers that lack the first two are asked in chat completions. */
export function forwardedRoutes(deps: RouteDeps): readonly Route[] {
  const limits = { maxBytes: deps.limits.maxBodyBytes, timeoutMs: deps.limits.bodyTimeoutMs };
  const speaks = createSpeaks(deps.gateway.transport);
  /** Has the server behind the base URL this endpoint itself? Without a model there is nobody to ask: that is told later on. */
  const passes = async (
    exchange: Exchange,
    path: "/responses" | "/messages",
    body: { readonly model?: string | null | undefined },
  ): Promise<boolean> => {
    const snapshot = deps.gateway.current();
    const agents = Object.keys(snapshot.loaded.config.agents.entries);
    const choice = readModelChoice({ model: body.model ?? undefined, header: exchange.header("x-openclaw-model"), agents });
    const [target] = (await snapshot.targets("chat", choice)).targets;
    return target === undefined || speaks(target, path, exchange.signal);
  };
  const responses = async (exchange: Exchange): Promise<void> => {
    const body = readValid(responsesSchema, await readJsonBody(exchange, limits));
    if (!(await passes(exchange, "/responses", body))) return answerTranslated(exchange, deps, { translation: responsesTranslation, body });
    await answerForward(exchange, deps, {
      path: "/responses",
      kind: "chat",
      body,
      ends: RESPONSE_ENDS,
      maxTokens: body.max_output_tokens ?? undefined,
    });
  };
  const messages = async (exchange: Exchange): Promise<void> => {
    const { fallbacks, ...asked } = readValid(messagesSchema, await readJsonBody(exchange, limits));
    // Another way to write `models`: what it names is held to the same limits.
    const body = fallbacks == null ? asked : { ...asked, models: [...(asked.models ?? []), ...fallbacks.map(({ model }) => model)] };
    if (!(await passes(exchange, "/messages", body))) return answerTranslated(exchange, deps, { translation: messagesTranslation, body });
    const beta = exchange.header("anthropic-beta");
    await answerForward(exchange, deps, {
      path: "/messages",
      kind: "chat",
      body,
      ends: MESSAGE_ENDS,
      maxTokens: body.max_tokens ?? undefined,
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
  const rerank = async (exchange: Exchange): Promise<void> => {
    const body = readValid(rerankSchema, await readJsonBody(exchange, limits));
    await answerForward(exchange, deps, { path: "/rerank", kind: "embedding", body });
  };
  const both = (path: string, about: RouteAbout, handle: Route["handle"], more: Pick<Route, "switchedOff"> = {}): readonly Route[] => [
    { method: "POST", path: `/v1${path}`, about, handle, ...more },
    { method: "POST", path: `/api/v1${path}`, about, handle, ...more },
  ];
  const switchedOff: Route["switchedOff"] = ({ http }) =>
    http.endpoints.responses.enabled === false ? "gateway.http.endpoints.responses.enabled" : undefined;
  const streams = ["text/event-stream"];
  return [
    ...both("/responses", { summary: "An answer in the Responses shape.", body: responsesSchema, gives: streams }, responses, {
      switchedOff,
    }),
    ...both("/messages", { summary: "An answer in Anthropic's Messages shape.", body: messagesSchema, gives: streams }, messages),
    ...both("/rerank", { summary: "Documents in the order in which they answer a query.", body: rerankSchema }, rerank),
    ...both("/embeddings", { summary: "Vectors of texts.", body: embeddingsSchema }, embeddings),
  ];
}
