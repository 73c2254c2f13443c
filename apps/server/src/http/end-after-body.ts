import type { Exchange } from "./exchange.js";

/**
 * Ends an answer once the body that nobody reads has arrived, or after `lingerMs`. A connection that is closed while its client still sends is reset,
 * and most clients then tell a broken connection in place of the answer that was on its way (RFC 9112, 9.6). What arrives is thrown away.
 */
export function endAfterBody({ request, response }: Pick<Exchange, "request" | "response">, lingerMs: number): void {
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, lingerMs);
  response.once("close", () => clearTimeout(timer));
  request.once("end", end).once("error", end).resume();
}
