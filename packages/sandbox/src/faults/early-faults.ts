import { contextOverflow } from "../chat/check-request.js";
import type { SandboxContext } from "../context.js";
import { Refusal, upstreamRefusal } from "../errors/refusal.js";
import type { Exchange } from "../http/exchange.js";
import { sendBytes, sendJson } from "../http/reply.js";
import { sleep } from "../http/steps.js";
import { isObject, objectsAt } from "../wire/read-json.js";
import { faultNumber, type Fault } from "./fault.js";
import { STATUS_FAULTS, statusRefusal, type StatusFault } from "./status-faults.js";

const STATUS_TABLE: Readonly<Record<string, StatusFault>> = STATUS_FAULTS;

/** What the edge shows when it speaks for itself. */
export const HTML_PAGE =
  "<!DOCTYPE html><html><head><title>openrouter.ai | 502: Bad gateway</title></head><body><h1>Bad gateway</h1><p>Error code 502. Cloudflare Ray ID: sandbox</p></body></html>";

/** Applies faults that come before any handler. True when the request is done with. */
export async function applyEarlyFault(exchange: Exchange, sandbox: SandboxContext): Promise<boolean> {
  const { fault } = exchange;
  if (fault === undefined) return false;
  const status = STATUS_TABLE[fault.name];
  if (status !== undefined) throw statusRefusal(status, fault.param, sandbox.options.now());
  switch (fault.name) {
    case "refuse-connection":
      exchange.response.socket?.resetAndDestroy();
      return true;
    case "slow-headers":
      return !(await sleep(faultNumber(fault, 2000), exchange.gone));
    case "flapping":
      return flap(fault, sandbox);
    case "error-in-200":
      sendJson(exchange, {
        error: { code: 502, message: "Provider returned error", metadata: { provider_name: "Sandbox", raw: "upstream failed" } },
      });
      return true;
    case "empty-body":
      sendBytes(exchange, Buffer.alloc(0), "application/json");
      return true;
    case "blank-lines-body":
      sendBytes(exchange, Buffer.from("\n         \n\n         \n"), "application/json");
      return true;
    case "html-page":
      sendBytes(exchange, Buffer.from(HTML_PAGE), "text/html; charset=UTF-8", { status: faultNumber(fault, 502) });
      return true;
    case "context-overflow":
      throw overflow(faultNumber(fault, 8192));
    case "prefill-refusal":
      refusePrefill(exchange);
      return false;
    default:
      return false;
  }
}

/** The first of a round are good, the rest fail. */
function flap(fault: Fault, sandbox: SandboxContext): boolean {
  const [good = 1, bad = 1] = fault.param.split("/").map((part) => Number.parseInt(part, 10) || 1);
  const place = sandbox.faults.next(`flapping:${fault.param}`) % (good + bad);
  if (place >= good) throw new Refusal(503, "Provider is temporarily unavailable");
  return false;
}

function overflow(limit: number): Refusal {
  return contextOverflow({ limit, wanted: limit + 1000, text: limit + 1000, tools: 0, output: 0 });
}

function refusePrefill(exchange: Exchange): void {
  const last = isObject(exchange.body) ? objectsAt(exchange.body, "messages").at(-1) : undefined;
  if (last?.["role"] !== "assistant") return;
  throw prefillRefused("Anthropic");
}

export function prefillRefused(provider: string): Refusal {
  return upstreamRefusal(provider, {
    type: "error",
    error: {
      type: "invalid_request_error",
      message: "This model does not support assistant message prefill. The conversation must end with a user message.",
    },
  });
}
