import { ConfigError } from "@openclaw/core";

/** Where spans go, in OpenTelemetry's own variables. */
export interface TracingSettings {
  /** Whole, with `/v1/traces`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly resource: Readonly<Record<string, string>>;
  /** Of the requests that come without a trace of their own; 1 is all. */
  readonly ratio: number;
  /** Between two batches. */
  readonly delayMs: number | undefined;
  /** For a batch, its repetitions included. */
  readonly timeoutMs: number | undefined;
}

/**
 * `OTEL_EXPORTER_OTLP_ENDPOINT` and what belongs to it (SRV-8). Without an endpoint there is no tracing.
 *
 * @throws ConfigError for an endpoint that is no URL, and for gRPC
 */
export function readTracingSettings(values: Readonly<Record<string, string | undefined>>): TracingSettings | undefined {
  const text = (name: string): string | undefined => values[name]?.trim() || undefined;
  const traces = text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  const base = text("OTEL_EXPORTER_OTLP_ENDPOINT");
  const url = traces ?? (base === undefined ? undefined : `${base.replace(/\/+$/, "")}/v1/traces`);
  if (url === undefined || text("OTEL_SDK_DISABLED")?.toLowerCase() === "true" || text("OTEL_TRACES_EXPORTER") === "none") return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw invalid("OTEL_EXPORTER_OTLP_ENDPOINT is not an http(s) URL.", "Give it whole, such as http://localhost:4318.");
  }
  if ((text("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") ?? text("OTEL_EXPORTER_OTLP_PROTOCOL")) === "grpc") {
    throw invalid(
      "OTEL_EXPORTER_OTLP_PROTOCOL asks for gRPC, and spans are sent over HTTP only.",
      "Name the collector's HTTP port, usually 4318.",
    );
  }
  const ratio = Number(text("OTEL_TRACES_SAMPLER_ARG") ?? "1");
  const sampled = (text("OTEL_TRACES_SAMPLER") ?? "").endsWith("traceidratio") && ratio >= 0 && ratio <= 1;
  const millisecondsOf = (name: string): number | undefined => (Number(text(name)) > 0 ? Number(text(name)) : undefined);
  const resource = readPairs(text("OTEL_RESOURCE_ATTRIBUTES"));
  return {
    url,
    headers: readPairs(text("OTEL_EXPORTER_OTLP_TRACES_HEADERS") ?? text("OTEL_EXPORTER_OTLP_HEADERS")),
    serviceName: text("OTEL_SERVICE_NAME") ?? resource["service.name"] ?? "openclaw-server",
    resource,
    ratio: sampled ? ratio : 1,
    delayMs: millisecondsOf("OTEL_BSP_SCHEDULE_DELAY"),
    timeoutMs: millisecondsOf("OTEL_EXPORTER_OTLP_TIMEOUT"),
  };
}

/** `name=value,name=value`, each percent-encoded. */
function readPairs(text = ""): Readonly<Record<string, string>> {
  const pairs = text.split(",").flatMap((pair) => {
    const mark = pair.indexOf("=");
    return mark < 1 ? [] : [[pair.slice(0, mark).trim(), decoded(pair.slice(mark + 1).trim())] as const];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function invalid(message: string, hint: string): ConfigError {
  return new ConfigError(message, { code: "config_invalid", hint });
}
