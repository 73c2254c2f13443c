import type { ModelRowWire } from "./model-row.js";

/** The one endpoint the sandbox has for a model, in the shape of `GET /models/{author}/{slug}/endpoints`. */
function endpointOf(row: ModelRowWire): object {
  const percentiles = { p50: 80, p75: 100, p90: 140, p99: 220 };
  return {
    name: `Sandbox | ${row.id}`,
    model_id: row.id,
    model_name: row.name,
    provider_name: "Sandbox",
    tag: "sandbox",
    context_length: row.context_length ?? 0,
    max_completion_tokens: row.top_provider.max_completion_tokens,
    max_prompt_tokens: null,
    quantization: null,
    pricing: row.pricing,
    supported_parameters: row.supported_parameters,
    status: 0,
    uptime_last_5m: 100,
    uptime_last_30m: 100,
    uptime_last_1d: 100,
    latency_last_30m: percentiles,
    throughput_last_30m: percentiles,
    supports_implicit_caching: false,
    supports_voice_cloning: false,
    supports_tool_choice: { auto: true, none: true, function: true, required: true },
  };
}

export function listEndpoints(row: ModelRowWire): object {
  const { id, name, created, description, architecture } = row;
  return { id, name, created, description, architecture, endpoints: [endpointOf(row)] };
}

/** `GET /endpoints/zdr`: the sandbox keeps nothing beyond its own memory, so its own models qualify. */
export function listZdrEndpoints(rows: readonly ModelRowWire[]): object[] {
  return rows.filter((row) => row.id.startsWith("sandbox/")).map((row) => endpointOf(row));
}
