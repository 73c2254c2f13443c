import { createHmac } from "node:crypto";

/** The headers of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body` with the secret behind `whsec_`; one signature for each secret. */
export function signWebhook(
  message: { readonly id: string; readonly nowMs: number; readonly body: string },
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(message.nowMs / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    return `v1,${createHmac("sha256", key).update(`${message.id}.${timestamp}.${message.body}`).digest("base64")}`;
  });
  return { "webhook-id": message.id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
