import type { Exchange } from "./exchange.js";

/** Sends JSON with a status. */
export function sendJson(exchange: Exchange, body: unknown, status = 200, headers: Record<string, string> = {}): void {
  sendBytes(exchange, Buffer.from(JSON.stringify(body)), "application/json", { status, headers });
}

/** Sends a whole body; `HEAD`-like shortcuts are not needed here. */
export function sendBytes(
  exchange: Exchange,
  bytes: Uint8Array,
  contentType: string,
  options: { status?: number; headers?: Record<string, string> } = {},
): void {
  const { response } = exchange;
  if (response.headersSent || response.destroyed) return;
  response.writeHead(options.status ?? 200, { "content-type": contentType, "content-length": bytes.length, ...options.headers });
  response.end(bytes);
}
