import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, diag, DiagLogLevel, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Exchange } from "../http/exchange.js";
import type { Logger } from "../log/logger.js";
import type { TracingSettings } from "../settings/read-tracing-settings.js";
import { VERSION } from "../version.js";
import { readTraceparent } from "./read-traceparent.js";
import { attemptAttributes, operationOf, wireIdOf } from "./span-attributes.js";
import type { RequestTrace } from "./request-trace.js";
import type { Tracing } from "./tracing.js";

const TRACED_PATH = /^\/(?:v1|api|admin)\//;
const CLOSE_MS = 2_000;
const COMPLAIN_MS = 60_000;

/** Spans to an OTLP collector, as JSON over HTTP (SRV-8). The request is the parent of its attempts. */
export function createOtlpTracing(
  settings: TracingSettings,
  { logger, baseUrl }: { readonly logger: Logger; readonly baseUrl: () => string },
): Tracing {
  const exporter = new OTLPTraceExporter({
    url: settings.url,
    headers: { ...settings.headers },
    ...(settings.timeoutMs === undefined ? {} : { timeoutMillis: settings.timeoutMs }),
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ ...settings.resource, "service.name": settings.serviceName, "service.version": VERSION }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(settings.ratio) }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter, ...(settings.delayMs === undefined ? {} : { scheduledDelayMillis: settings.delayMs }) }),
    ],
  });
  complainTo(logger);
  const tracer = provider.getTracer("openclaw-server", VERSION);
  const running = new AsyncLocalStorage<Span>();

  const begin = (exchange: Exchange): RequestTrace => {
    const startTime = Date.now() - (performance.now() - exchange.startedAtMs);
    const span = tracer.startSpan(exchange.method, { kind: SpanKind.SERVER, startTime }, parentOf(exchange.header("traceparent")));
    const within = trace.setSpan(ROOT_CONTEXT, span);
    const { traceId, spanId } = span.spanContext();
    return {
      traceId,
      spanId,
      run: (work) => running.run(span, work),
      answered(note) {
        if (!span.isRecording()) return;
        const endpoint = exchange.asked?.endpoint ?? "unknown";
        const tried = note.attempts.filter(({ outcome }) => outcome !== "skipped");
        for (const [index, attempt] of tried.entries()) {
          const attributes = attemptAttributes(attempt, { note, last: index === tried.length - 1, endpoint, baseUrl: baseUrl() });
          const { startedAtMs, durationMs } = attempt;
          const one = tracer.startSpan(
            `${operationOf(endpoint)} ${wireIdOf(attempt)}`,
            { kind: SpanKind.CLIENT, startTime: startedAtMs, attributes },
            within,
          );
          if (attributes["error.type"] !== undefined) one.setStatus({ code: SpanStatusCode.ERROR });
          one.end(startedAtMs + durationMs);
        }
      },
      ended({ status, cut }) {
        span.updateName(`${exchange.method} ${exchange.route}`);
        span.setAttributes({
          "http.request.method": exchange.method,
          "http.route": exchange.route,
          "http.response.status_code": status,
          "openclaw.request_id": exchange.id,
          ...(exchange.requestId === undefined || exchange.ownId ? {} : { "openclaw.ledger_id": exchange.requestId }),
          "openclaw.caller": exchange.caller.id,
          ...(cut ? { "openclaw.cut": true } : {}),
          ...(status < 500 ? {} : { "error.type": String(status) }),
        });
        if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  };

  return {
    begin: (exchange) => (TRACED_PATH.test(exchange.path) ? begin(exchange) : undefined),
    outgoing() {
      const context = running.getStore()?.spanContext();
      if (context === undefined) return {};
      return { traceparent: `00-${context.traceId}-${context.spanId}-${context.traceFlags.toString(16).padStart(2, "0")}` };
    },
    async close() {
      const waited = new Promise<void>((resolve) => void setTimeout(resolve, CLOSE_MS).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), waited]);
    },
  };
}

/** The caller's own trace, where it sends a usable one. */
function parentOf(header: string | undefined): Context {
  const parent = readTraceparent(header);
  if (parent === undefined) return ROOT_CONTEXT;
  const { traceId, spanId, sampled } = parent;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: sampled ? 1 : 0, isRemote: true });
}

/** A collector that is away is told once a minute, not with every batch. */
function complainTo(logger: Logger): void {
  let lastMs = -COMPLAIN_MS;
  const complain = (message: string): void => {
    if (performance.now() - lastMs < COMPLAIN_MS) return;
    lastMs = performance.now();
    logger.log("warn", "traces_not_sent", { message: `Spans could not be sent to the collector: ${reasonIn(message)}` });
  };
  const silent = (): void => undefined;
  diag.setLogger(
    { error: complain, warn: silent, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
}

/** The SDK writes errors as JSON with their stacks. */
function reasonIn(text: string): string {
  const found = /"message":"([^"]{1,200})/.exec(text)?.[1] ?? text;
  return found.slice(0, 200);
}
