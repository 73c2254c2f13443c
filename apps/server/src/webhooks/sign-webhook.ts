import { createHmac } from "node:crypto";

/** The headers of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body` with the secret behind `whsec_`. */
export function signWebhook(
  message: { readonly id: string; readonly nowMs: number; readonly body: string },
  secret: string,
): Record<string, string> {
  const timestamp = String(Math.floor(message.nowMs / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${message.id}.${timestamp}.${message.body}`).digest("base64");
  return { "webhook-id": message.id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
