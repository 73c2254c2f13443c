import { randomLetters } from "../wire/make-id.js";
import type { Exchange } from "./exchange.js";
import { sendBytes } from "./reply.js";

/** `GET /auth`: says yes at once and sends the browser back with a code, or shows the code where there is nowhere to go back to. */
export function showConsent(exchange: Exchange): void {
  const challenge = exchange.url.searchParams.get("code_challenge") ?? "";
  const callback = exchange.url.searchParams.get("callback_url");
  const code = challenge === "" ? `auth_code_${randomLetters(24)}` : `auth_code_sandbox_${challenge}`;
  if (callback !== null && URL.canParse(callback)) {
    const back = new URL(callback);
    back.searchParams.set("code", code);
    return sendBytes(exchange, Buffer.alloc(0), "text/plain", { status: 302, headers: { location: back.href } });
  }
  const page = `<!DOCTYPE html><title>OpenClaw sandbox</title><p>Sandbox sign-in; no account is involved. Your code:</p><pre>${code.replaceAll(/[^\w-]/g, "")}</pre>`;
  return sendBytes(exchange, Buffer.from(page), "text/html; charset=utf-8");
}
