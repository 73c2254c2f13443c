import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startServer } from "../__fixtures__/start-server.js";

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly {
    readonly key: string;
    readonly value: { readonly stringValue?: string; readonly intValue?: number; readonly doubleValue?: number };
  }[];
  readonly status: { readonly code: number };
}

/** What a collector is: a door for OTLP's JSON. */
async function startCollector() {
  const bodies: string[] = [];
  const asked: { readonly path: string | undefined; readonly token: string | undefined }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      bodies.push(body);
      asked.push({ path: request.url, token: request.headers["x-token"] as string | undefined });
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const spans = (): readonly OtlpSpan[] =>
    bodies.flatMap((body) =>
      (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[] }).resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap((scope) => scope.spans),
      ),
    );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies, asked, spans };
}

const attributesOf = ({ attributes }: OtlpSpan): Readonly<Record<string, unknown>> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? value.doubleValue]));

// SRV-8
describe("OpenTelemetry", () => {
  it("tells of a request and each attempt at a model, in the caller's own trace, and of no words", async () => {
    const collector = await startCollector();
    const { post, get, sandbox, logs } = await startServer({
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
        OTEL_EXPORTER_OTLP_HEADERS: "x-token=a%20b",
        OTEL_SERVICE_NAME: "our-gateway",
        OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
        OTEL_BSP_SCHEDULE_DELAY: "20",
      },
    });
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    sandbox.setFault({ name: "status-502", path: "/chat/completions", times: 1 });
    const body = { model: "sandbox/guide", messages: [{ role: "user", content: "a very private question" }] };
    const answer = await post("/v1/chat/completions", body, { headers });
    const { usage } = (await answer.json()) as { usage: { prompt_tokens: number; completion_tokens: number } };
    await vi.waitFor(() => expect(collector.spans().filter(({ kind }) => kind === 2)).toHaveLength(1), { timeout: 5_000 });

    const spans = collector.spans().toSorted((a, b) => (BigInt(a.startTimeUnixNano) < BigInt(b.startTimeUnixNano) ? -1 : 1));
    const request = spans.find(({ kind }) => kind === 2);
    const attempts = spans.filter(({ kind }) => kind === 3);
    expect(request).toMatchObject({ traceId, parentSpanId: "b7ad6b7169203331", name: "POST /v1/chat/completions", status: { code: 0 } });
    expect(attributesOf(request!)).toEqual({
      "http.request.method": "POST",
      "http.route": "/v1/chat/completions",
      "http.response.status_code": 200,
      "openclaw.request_id": answer.headers.get("x-request-id"),
      "openclaw.caller": "anonymous",
    });
    expect(attempts.map((span) => [span.name, span.traceId, span.parentSpanId, span.status.code])).toEqual([
      ["chat sandbox/guide", traceId, request!.spanId, 2],
      ["chat sandbox/guide", traceId, request!.spanId, 0],
    ]);
    const { hostname, port } = new URL(sandbox.baseUrl);
    const shared = {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openrouter",
      "gen_ai.request.model": "sandbox/guide",
      "server.address": hostname,
      "server.port": Number(port),
    };
    expect(attributesOf(attempts[0]!)).toMatchObject({ ...shared, "error.type": expect.any(String), "http.response.status_code": 502 });
    expect(attributesOf(attempts[1]!)).toMatchObject({
      ...shared,
      "gen_ai.response.model": "sandbox/guide",
      "gen_ai.usage.input_tokens": usage.prompt_tokens,
      "gen_ai.usage.output_tokens": usage.completion_tokens,
    });
    for (const { startTimeUnixNano, endTimeUnixNano } of attempts) {
      expect(BigInt(startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(request!.startTimeUnixNano) - 5_000_000n);
      expect(BigInt(endTimeUnixNano)).toBeLessThanOrEqual(BigInt(request!.endTimeUnixNano) + 5_000_000n);
    }
    // The provider is told where it belongs.
    const sent = sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions")).map(({ headers: all }) => all["traceparent"]);
    expect(sent).toEqual([`00-${traceId}-${request!.spanId}-01`, `00-${traceId}-${request!.spanId}-01`]);
    // Whoever looks into the log, or into the list of requests, finds the trace.
    expect(logs()).toContain(`"trace_id":"${traceId}","span_id":"${request!.spanId}"`);
    const all = collector.bodies.join("\n");
    expect(all).toContain('"our-gateway"');
    expect(all).toContain("deployment.environment.name");
    expect(all).not.toContain("private");
    expect(all).not.toContain("sk-or-v1");
    expect(collector.asked[0]).toEqual({ path: "/v1/traces", token: "a b" });

    // Probes are not traced, and a trace that is not to be kept is not.
    const before = collector.spans().length;
    await get("/healthz");
    await post("/v1/chat/completions", body, { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-00` } });
    await get("/v1/models");
    await vi.waitFor(() => expect(collector.spans()).toHaveLength(before + 1), { timeout: 5_000 });
    expect(collector.spans().at(-1)).toMatchObject({ name: "GET /v1/models" });
    await vi.waitFor(async () => {
      const listed = (await (await get("/admin/requests")).json()) as { requests: { traceId: string }[] };
      expect(listed.requests.map((row) => row.traceId)).toEqual([traceId, traceId, traceId]);
    });
  });

  it("does not hold up requests, nor the end, when the collector is away, and says so once", async () => {
    const { post, logs, serving } = await startServer({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1", OTEL_BSP_SCHEDULE_DELAY: "10", OTEL_EXPORTER_OTLP_TIMEOUT: "100" },
    });
    const body = { model: "sandbox/guide", messages: [{ role: "user", content: "hi" }] };
    expect((await post("/v1/chat/completions", body)).status).toBe(200);
    await vi.waitFor(() => expect(logs()).toContain('"event":"traces_not_sent"'), { timeout: 10_000 });
    expect((await post("/v1/chat/completions", body)).status).toBe(200);
    await serving.close();
    expect(logs().split("traces_not_sent")).toHaveLength(2);
    expect(logs()).not.toContain("    at ");
  }, 20_000);

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "collector" }, "is not an http(s) URL"],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4317", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, "over HTTP only"],
  ])("cannot be meant by %j: it is said at the start", async (env, message) => {
    await expect(startServer({ env })).rejects.toThrow(message);
  });
});
