import type { IncomingMessage, ServerResponse } from "node:http";
import type { SandboxContext } from "../context.js";
import { Refusal } from "../errors/refusal.js";
import { writeEnvelope, writeMessagesEnvelope } from "../errors/write-envelope.js";
import { applyEarlyFault } from "../faults/early-faults.js";
import { ROUTES } from "../routes.js";
import { isObject, parseJson, textAt } from "../wire/read-json.js";
import { checkKey } from "./check-key.js";
import { showConsent } from "./consent-page.js";
import type { Exchange } from "./exchange.js";
import { recordedBody, type Journal, type RecordedRequest } from "./journal.js";
import { matchRoute } from "./match-route.js";
import { readBody } from "./read-body.js";
import { sendBytes, sendJson } from "./reply.js";

const PREFIX = "/api/v1";
const ABOUT = "OpenClaw sandbox: an OpenRouter-shaped server with no model behind it. The API is under /api/v1.\n";

/** Answers one request: read, recorded, matched, spoiled if a fault says so, handled. Errors become the provider's envelope. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  sandbox: SandboxContext,
  journal: Journal,
): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const url = new URL(request.url ?? "/", sandbox.url);
  const path = url.pathname.startsWith(`${PREFIX}/`) ? url.pathname.slice(PREFIX.length).replace(/\/+$/, "") : "";
  const draft: Exchange = {
    method: request.method ?? "GET",
    path,
    url,
    params: {},
    headers: request.headers,
    bytes: Buffer.alloc(0),
    body: undefined,
    key: "",
    fault: undefined,
    response,
    gone: gone.signal,
  };
  try {
    const bytes = await readBody(request);
    const body = parseJson(bytes.toString("utf8"));
    const recorded: RecordedRequest = {
      method: draft.method,
      path: request.url ?? "/",
      headers: { ...request.headers },
      body: recordedBody(bytes, body),
      at: sandbox.options.now(),
      state: "open",
    };
    journal.add(recorded);
    response.on("close", () => {
      recorded.state = response.writableFinished ? "finished" : "aborted";
    });
    await dispatch({ ...draft, bytes, body }, sandbox);
  } catch (error) {
    sendError(draft, error);
  }
}

async function dispatch(exchange: Exchange, sandbox: SandboxContext): Promise<void> {
  const { method, path, body, headers } = exchange;
  if (path === "") return outside(exchange);
  const model = isObject(body) ? (textAt(body, "model") ?? "") : "";
  const fault = sandbox.faults.choose({ headers, path, method, model });
  const key = checkKey(headers, path, sandbox.options.requireKey);
  const found = matchRoute(ROUTES, method, path);
  if (await applyEarlyFault({ ...exchange, fault }, sandbox)) return undefined;
  if (found === undefined) throw new Refusal(404, `No such path: ${path}`);
  if (found === "method") throw new Refusal(405, "Method not allowed");
  await found.handler({ ...exchange, key, fault, params: found.params }, sandbox);
}

/** What stands beside the API: a word about itself, and the consent page of the sign-in. */
function outside(exchange: Exchange): void {
  if (exchange.url.pathname === "/auth" && exchange.method === "GET") return showConsent(exchange);
  const known = exchange.url.pathname === "/" || exchange.url.pathname === PREFIX;
  sendBytes(exchange, Buffer.from(known ? ABOUT : "Not found\n"), "text/plain; charset=utf-8", { status: known ? 200 : 404 });
}

function sendError(exchange: Exchange, error: unknown): void {
  if (exchange.gone.aborted) return;
  const refusal =
    error instanceof Refusal ? error : new Refusal(500, `Internal Server Error: ${error instanceof Error ? error.message : String(error)}`);
  if (exchange.response.headersSent) {
    exchange.response.destroy();
    return;
  }
  const body = exchange.path === "/messages" ? writeMessagesEnvelope(refusal) : writeEnvelope(refusal);
  sendJson(exchange, body, refusal.status, refusal.headers);
}
