import { readArray, readNumber, readObject, readString } from "@openclaw/core/internal";

/** What a request has the provider do beside the answer of its own model. */
export interface OtherWork {
  /** Models that it names for that; a tool that chooses one by itself, and a preset, stand with their own name. */
  readonly models: readonly string[];
  /** The most that it is taken to cost. */
  readonly usd: number;
}

const NOTHING: OtherWork = { models: [], usd: 0 };
// Of one other model at work: what a dear answer costs. Its rounds and words are not bounded by the request.
const MODEL_USD = 1;
// Of one search: OpenAI's own, the dearest, and what others take for a result.
const SEARCH_USD = 0.035;
const RESULT_USD = 0.004;
// A search tool without `max_uses`: at five results each it ends at OpenRouter's limit of 50 together.
const SEARCHES = 10;
const RUNS_A_MODEL: ReadonlySet<string> = new Set(["fusion", "advisor", "subagent", "image_generation"]);

/** Reads what a body in any of the APIs' shapes, or the name of a model, asks for besides (SRV-3, SRV-4). @param wireIds of the candidates */
export function readOtherWork(body: Readonly<Record<string, unknown>>, wireIds: readonly string[] = []): OtherWork {
  const { plugins, tools, preset, web_search_options: native } = body;
  const online = native != null || wireIds.some((id) => id.endsWith(":online"));
  if (plugins == null && tools == null && preset == null && !online) return NOTHING;
  const presets = typeof preset === "string" ? [`@preset/${preset}`] : [];
  const searches = online ? [readWork("web", {}, 1)] : [];
  const works = [...searches, ...objectsOf(plugins).map(readPlugin), ...objectsOf(tools).map(readTool)];
  return { models: [...presets, ...works.flatMap(({ models }) => models)], usd: works.reduce((sum, { usd }) => sum + usd, 0) };
}

type Settings = Readonly<Record<string, unknown>>;

function objectsOf(list: unknown): readonly Settings[] {
  return (readArray(list) ?? []).map(readObject).filter((item) => item !== undefined);
}

function readPlugin(plugin: Settings): OtherWork {
  if (plugin["enabled"] === false) return NOTHING;
  const id = readString(plugin["id"]) ?? "";
  return readWork(id, plugin, 1);
}

function readTool(tool: Settings): OtherWork {
  const type = readString(tool["type"]) ?? "";
  if (type === "function" || type === "") return NOTHING;
  return readWork(type.replace(/^openrouter:/, ""), { ...tool, ...readObject(tool["parameters"]) }, SEARCHES);
}

function readWork(name: string, settings: Settings, searches: number): OtherWork {
  if (RUNS_A_MODEL.has(name)) {
    const named = [settings["model"], settings["analysis_models"]].flat().filter((model): model is string => typeof model === "string");
    return { models: named.length === 0 ? [`openrouter:${name}`] : named, usd: MODEL_USD * Math.max(1, named.length) };
  }
  if (!/^web(?:$|[_-](?:search|fetch))/.test(name)) return NOTHING;
  const uses = readNumber(settings["max_uses"]) ?? searches;
  const results = readNumber(settings["max_results"]) ?? 5;
  return { models: [], usd: Math.max(0, uses) * Math.max(SEARCH_USD, results * RESULT_USD) };
}
