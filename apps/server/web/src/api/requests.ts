import { call, callJson, query } from "./call.js";
import { type Json, listOf, momentOf, numberOf, recordOf, recordsOf, textOf } from "./read.js";
import { exportPath } from "./usage.js";

/** One attempt at a provider, as the ledger has it. */
export interface Attempt {
  readonly id: string;
  readonly requestId: string;
  /** What its client calls it. */
  readonly clientRequestId: string | undefined;
  readonly traceId: string | undefined;
  readonly attempt: number;
  readonly kind: string;
  readonly model: string;
  readonly requestedModel: string | undefined;
  readonly provider: string | undefined;
  readonly keyId: string | undefined;
  readonly keyName: string | undefined;
  readonly promptTokens: number | undefined;
  readonly cachedTokens: number | undefined;
  readonly completionTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
  readonly costUsd: number | undefined;
  readonly latencyMs: number | undefined;
  readonly firstTokenMs: number | undefined;
  readonly outcome: string;
  readonly errorCode: string | undefined;
  readonly startedMs: number | undefined;
}

export interface RequestFilter {
  readonly model?: string;
  readonly key?: string;
  readonly outcome?: string;
  readonly kind?: string;
}

export async function listRequests(
  filter: RequestFilter,
  page: { readonly limit: number; readonly before?: string | undefined },
  signal?: AbortSignal,
): Promise<{ readonly attempts: readonly Attempt[]; readonly next: string | undefined }> {
  const body = recordOf(await callJson(`/admin/requests${query({ ...filter, ...page })}`, { signal }));
  return { attempts: recordsOf(body["requests"]).map(readAttempt), next: textOf(body["next"]) };
}

/** A request that would be, or was, sent. */
export interface Plan {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
  readonly steps: readonly Json[];
  readonly warnings: readonly Json[];
}

export async function getRequest(requestId: string): Promise<{ readonly attempts: readonly Attempt[]; readonly plan: Plan | undefined }> {
  const body = recordOf(await callJson(`/admin/requests/${encodeURIComponent(requestId)}`));
  return {
    attempts: recordsOf(body["attempts"]).map(readAttempt),
    plan: body["plan"] == null ? undefined : readPlan(recordOf(body["plan"])),
  };
}

/** Every row of a span of time. */
export async function exportRows(
  range: { readonly fromMs: number; readonly toMs: number },
  signal?: AbortSignal,
): Promise<readonly Attempt[]> {
  const body = await callJson(exportPath("json", range), { signal });
  return (Array.isArray(body) ? listOf(body) : listOf(recordOf(body)["data"])).map((row) => readAttempt(recordOf(row)));
}

/** The same as a file. */
export async function exportFile(format: "csv" | "json", range: { readonly fromMs: number; readonly toMs: number }): Promise<Blob> {
  return (await call(exportPath(format, range))).blob();
}

function readPlan(plan: Json): Plan {
  return {
    method: textOf(plan["method"]) ?? "POST",
    url: textOf(plan["url"]) ?? "",
    headers: Object.fromEntries(Object.entries(recordOf(plan["headers"])).map(([name, value]) => [name, String(value)])),
    body: plan["body"] == null ? undefined : recordOf(plan["body"]),
    steps: recordsOf(plan["steps"]),
    warnings: recordsOf(plan["warnings"]),
  };
}

/** A row of the list, or of the export, which names its columns as tables do. */
function readAttempt(row: Json): Attempt {
  const of = (name: string): unknown => row[name] ?? row[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
  return {
    id: textOf(of("id")) ?? "",
    requestId: textOf(of("requestId")) ?? "",
    clientRequestId: textOf(of("clientRequestId")),
    traceId: textOf(of("traceId")),
    attempt: numberOf(of("attempt")) ?? 1,
    kind: textOf(of("kind")) ?? textOf(of("endpoint")) ?? "",
    model: textOf(of("model")) ?? "",
    requestedModel: textOf(of("requestedModel")),
    provider: textOf(of("provider")),
    keyId: textOf(of("keyId")),
    keyName: textOf(of("keyName")),
    promptTokens: numberOf(of("promptTokens")),
    cachedTokens: numberOf(of("cachedTokens")),
    completionTokens: numberOf(of("completionTokens")),
    reasoningTokens: numberOf(of("reasoningTokens")),
    costUsd: numberOf(of("costUsd")),
    latencyMs: numberOf(of("latencyMs")),
    firstTokenMs: numberOf(of("firstTokenMs")),
    outcome: textOf(of("outcome")) ?? "",
    errorCode: textOf(of("errorCode")),
    startedMs: momentOf(of("startedAt") ?? of("at")),
  };
}
