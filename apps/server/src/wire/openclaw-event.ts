import type { ChatEvent } from "@openclaw/chat";

/**
 * What happens besides the answer, as `event: openclaw` frames, for clients that asked with `x-openclaw-events: 1`: who answers, what failed
 * and what is tried next, that the answer starts over, what the cache saved. "" for an event that says nothing of the kind.
 */
export function writeOpenclawEvent(event: ChatEvent, attempt: number): string {
  switch (event.type) {
    case "start":
      return frame({ type: "attempt", attempt, model: event.model, provider: event.provider, generationId: event.generationId });
    case "failover": {
      const { model, code, reason, message, status, durationMs } = event.failed;
      return frame({
        type: "failover",
        attempt: attempt - 1,
        model: withoutPrefix(model),
        code: code ?? reason,
        message,
        status,
        durationMs,
        next: withoutPrefix(event.next),
        recovering: event.recovering,
      });
    }
    case "restart":
      return frame({ type: "restart", reason: event.reason });
    case "finish":
      return [
        (event.usage?.cachedTokens ?? 0) > 0
          ? frame({ type: "cache", cachedTokens: event.usage?.cachedTokens, promptTokens: event.usage?.promptTokens })
          : "",
        frame({ type: "finish", attempt, model: event.model, provider: event.provider, costUsd: event.usage?.costUsd }),
      ].join("");
    default:
      return "";
  }
}

function frame(data: Readonly<Record<string, unknown>>): string {
  return `event: openclaw\ndata: ${JSON.stringify(data)}\n\n`;
}

function withoutPrefix(ref: string): string {
  return ref.replace(/^openrouter\/(?=[^/]+\/)/, "");
}
