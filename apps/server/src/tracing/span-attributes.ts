import type { ChatAttempt } from "@openclaw/chat";
import type { AttemptRecord } from "@openclaw/core";
import type { AnswerNote } from "../meter/answer-note.js";

type Attributes = Readonly<Record<string, string | number>>;

// What the conventions for generative AI call these endpoints.
const OPERATIONS: Readonly<Record<string, string>> = {
  "chat.completions": "chat",
  responses: "chat",
  messages: "chat",
  embeddings: "embeddings",
};

export function operationOf(endpoint: string): string {
  return OPERATIONS[endpoint] ?? "generate_content";
}

/** A model's id as the API knows it. */
export function wireIdOf({ model }: AttemptRecord): string {
  return model.replace(/^openrouter\/(?=[^/]+\/)/, "");
}

/**
 * What a span says of one attempt, by OpenTelemetry's conventions for generative AI: model, tokens, cost, failure. Never words, headers or keys.
 * Tokens are the attempt's own; where it told none by itself, the answer's stand with the one that gave it.
 */
export function attemptAttributes(
  attempt: ChatAttempt,
  facts: { readonly note: AnswerNote; readonly last: boolean; readonly endpoint: string; readonly baseUrl: string },
): Attributes {
  const { note, last, endpoint, baseUrl } = facts;
  const { code, reason, status, generationId = last ? note.generationId : undefined, firstTokenMs } = attempt;
  const failed = attempt.outcome === "failed" || attempt.outcome === "aborted";
  const gave = last && !failed;
  const usage = attempt.usage ?? (gave ? note.usage : undefined);
  const costUsd = attempt.costUsd ?? (last ? note.usage?.costUsd : undefined);
  const { hostname, port, protocol } = new URL(baseUrl);
  return present({
    "gen_ai.operation.name": operationOf(endpoint),
    "gen_ai.provider.name": "openrouter",
    "gen_ai.request.model": wireIdOf(attempt),
    "server.address": hostname,
    "server.port": port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
    "gen_ai.response.id": generationId,
    "http.response.status_code": status,
    "error.type": failed ? (code ?? reason ?? attempt.outcome) : undefined,
    "openclaw.first_token_ms": firstTokenMs,
    "openclaw.cost_usd": costUsd,
    "gen_ai.response.model": gave ? note.model : undefined,
    "gen_ai.usage.input_tokens": usage?.promptTokens,
    "gen_ai.usage.output_tokens": usage?.completionTokens,
  });
}

function present(values: Readonly<Record<string, string | number | undefined>>): Attributes {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string | number] => entry[1] !== undefined));
}
