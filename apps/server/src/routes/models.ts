import { readAliases } from "@openclaw/config";
import type { ModelRow } from "@openclaw/core";
import { Refusal } from "../errors/refusal.js";
import { readModelChoice } from "../gateway/model-choice.js";
import type { Exchange } from "../http/exchange.js";
import type { Route, RouteAbout } from "../http/route-table.js";
import { sendJson } from "../http/send-json.js";
import { mayUse } from "../meter/allowed-models.js";
import { queryOf } from "./admin/admin-access.js";
import { readCachedList } from "./cached-list.js";
import type { RouteDeps } from "../route-deps.js";

const OWN = "openclaw";

/** Lists that OpenRouter gives to everybody; what belongs to the account behind the key is not passed on. */
const PUBLIC_LISTS = ["/models", "/models/count", "/embeddings/models", "/images/models", "/videos/models", "/providers", "/endpoints/zdr"];

/** `/v1/models` in OpenAI's shape, and OpenRouter's own lists under `/api/v1` (SRV-1). */
export function modelRoutes(deps: RouteDeps): readonly Route[] {
  const pass = (exchange: Exchange): Promise<void> => passList(exchange, deps, exchange.path.slice("/api/v1".length));
  const about: RouteAbout = { summary: "As OpenRouter gives it." };
  return [
    {
      method: "GET",
      path: "/v1/models",
      about: { summary: "All models, the configured chain and aliases first; `full=1` gives OpenRouter's own rows." },
      handle: (exchange) => (queryOf(exchange)["full"] === "1" ? passFull(exchange, deps) : sendModels(exchange, deps)),
    },
    {
      method: "GET",
      path: "/v1/models/*",
      about: { summary: "One model." },
      handle: (exchange, parameter) => sendModel(exchange, deps, parameter),
    },
    ...PUBLIC_LISTS.map((path): Route => ({ method: "GET", path: `/api/v1${path}`, about, handle: pass })),
    { method: "GET", path: "/api/v1/models/*", about, handle: pass },
    { method: "GET", path: "/api/v1/model/*", about, handle: pass },
  ];
}

/** A key for some models is shown those, and the names of the configuration that begin with one of them (SRV-3). */
async function sendModels(exchange: Exchange, deps: RouteDeps): Promise<void> {
  const { key } = exchange.caller;
  const all = await listModels(deps);
  if (key?.models === undefined) return sendJson(exchange, 200, { object: "list", data: all });
  const usable = await Promise.all(all.map(async ({ id, owned_by: owner }) => mayUse(key, owner === OWN ? await wireIdOf(id, deps) : id)));
  sendJson(exchange, 200, { object: "list", data: all.filter((_model, index) => usable[index] === true) });
}

/** What a name of the configuration stands for; nothing where that cannot be used. */
async function wireIdOf(name: string, { gateway }: RouteDeps): Promise<string> {
  const snapshot = gateway.current();
  const agents = Object.keys(snapshot.loaded.config.agents.entries);
  const resolved = await snapshot.targets("chat", readModelChoice({ model: name, agents })).catch(() => undefined);
  return resolved?.targets[0]?.model.wireId ?? "";
}

/** `?full=1`: the rows as OpenRouter writes them, with prices, modalities and parameters. */
async function passFull(exchange: Exchange, { gateway, state }: RouteDeps): Promise<void> {
  const [target] = (await gateway.current().targets("chat", {})).targets;
  if (target === undefined) throw new Refusal("route_not_found", "No model is configured.");
  const options = { transport: gateway.transport, cache: state.cache, signal: exchange.signal };
  sendJson(exchange, 200, await readCachedList(target, "/models", options));
}

interface ModelWire {
  readonly id: string;
  readonly object: "model";
  readonly created: number;
  readonly owned_by: string;
  readonly [name: string]: unknown;
}

async function listModels({ gateway }: RouteDeps): Promise<readonly ModelWire[]> {
  const { loaded, catalog } = gateway.current();
  const { rows } = await catalog.all();
  const { config } = loaded;
  const own = [
    "openclaw",
    "openclaw/default",
    ...Object.keys(config.agents.entries).map((id) => `openclaw/${id}`),
    ...Object.keys(readAliases(config)),
  ];
  return [...own.map((id): ModelWire => ({ id, object: "model", created: 0, owned_by: OWN, permission: [] })), ...rows.map(writeRow)];
}

function writeRow(row: ModelRow): ModelWire {
  const { contextTokens, maxOutputTokens, pricing } = row;
  return {
    id: row.id,
    object: "model",
    created: row.createdAt ?? 0,
    owned_by: row.id.split("/", 1)[0] ?? "openrouter",
    name: row.name,
    ...(contextTokens === undefined ? {} : { context_length: contextTokens }),
    ...(maxOutputTokens === undefined ? {} : { max_output_tokens: maxOutputTokens }),
    input_modalities: row.inputModalities,
    output_modalities: row.outputModalities,
    pricing,
  };
}

async function sendModel(exchange: Exchange, deps: RouteDeps, parameter: string): Promise<void> {
  const id = decode(parameter);
  const wanted = id.replace(/^openrouter\/(?=[^/]+\/)/, "");
  const model = (await listModels(deps)).find((candidate) => candidate.id === id || candidate.id === wanted);
  if (model === undefined) throw new Refusal("route_not_found", `The model "${id.slice(0, 200)}" does not exist here.`, { param: "model" });
  sendJson(exchange, 200, model);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const PLAIN_PATH = /^(?:\/[A-Za-z0-9~][A-Za-z0-9~._:@-]*)+$/;

async function passList(exchange: Exchange, { gateway, state }: RouteDeps, path: string): Promise<void> {
  // Nothing but names: no way up, no other place.
  if (!PLAIN_PATH.test(path)) throw new Refusal("route_not_found", `There is nothing at ${exchange.path.slice(0, 200)}.`);
  const [target] = (await gateway.current().targets("chat", {})).targets;
  if (target === undefined) throw new Refusal("route_not_found", "No model is configured.");
  const options = { transport: gateway.transport, cache: state.cache, signal: exchange.signal };
  sendJson(exchange, 200, await readCachedList(target, `${path}${exchange.query === "" ? "" : `?${exchange.query}`}`, options));
}
