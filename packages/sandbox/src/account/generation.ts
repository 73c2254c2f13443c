import { Refusal } from "../errors/refusal.js";
import { sendJson } from "../http/reply.js";
import type { Handler } from "../http/match-route.js";
import type { SandboxContext } from "../context.js";
import type { GenerationRecord } from "./generation-store.js";

/** The one workspace there is. */
const WORKSPACE = "00000000-0000-4000-8000-000000000000";

/** `GET /generation`: 404 for the first moments after the end, as upstream. */
export const getGeneration: Handler = (exchange, sandbox) => {
  const record = findRecord(exchange.url.searchParams.get("id"), sandbox);
  sendJson(exchange, { data: describe(record) });
};

/** `GET /generation/content`: what went in and came out. */
export const getGenerationContent: Handler = (exchange, sandbox) => {
  const record = findRecord(exchange.url.searchParams.get("id"), sandbox);
  const { input: asked = "" } = record;
  const input = typeof asked === "string" ? { prompt: asked } : { messages: asked };
  sendJson(exchange, { data: { input, output: { completion: record.output ?? null, reasoning: record.reasoning ?? null }, error: null } });
};

function findRecord(id: string | null, sandbox: SandboxContext): GenerationRecord {
  const record = id === null ? undefined : sandbox.generations.find(id);
  const { now, generationDelayMs } = sandbox.options;
  if (record === undefined || now() < record.finishedAt + generationDelayMs) throw new Refusal(404, `Generation ${id ?? ""} not found`);
  return record;
}

function describe(record: GenerationRecord): object {
  const tookMs = Math.max(0, record.finishedAt - record.createdAt);
  return {
    id: record.id,
    model: record.model,
    provider_name: "Sandbox",
    api_type: record.apiType,
    created_at: new Date(record.createdAt).toISOString(),
    streamed: record.streamed,
    cancelled: record.cancelled,
    finish_reason: record.finishReason,
    native_finish_reason: record.nativeFinishReason,
    tokens_prompt: record.promptTokens,
    tokens_completion: record.completionTokens,
    native_tokens_prompt: record.promptTokens,
    native_tokens_completion: record.completionTokens,
    native_tokens_completion_images: 0,
    native_tokens_reasoning: record.reasoningTokens,
    native_tokens_cached: record.cachedTokens,
    num_media_prompt: 0,
    num_media_completion: 0,
    num_input_audio_prompt: 0,
    num_search_results: 0,
    num_fetches: 0,
    usage: record.costUsd,
    total_cost: record.costUsd,
    upstream_inference_cost: null,
    cache_discount: null,
    is_byok: false,
    latency: Math.min(tookMs, 50),
    generation_time: tookMs,
    moderation_latency: null,
    router: record.router ?? null,
    service_tier: null,
    session_id: record.sessionId ?? null,
    request_id: null,
    preset_id: null,
    workspace_id: WORKSPACE,
    app_id: null,
    origin: "",
    http_referer: record.referer ?? null,
    user_agent: record.userAgent ?? null,
    external_user: null,
    upstream_id: null,
    data_region: "global",
    web_search_engine: null,
    response_cache_source_id: record.cacheSourceId ?? null,
    provider_responses: null,
  };
}
