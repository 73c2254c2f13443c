import { createHmac, randomBytes } from "node:crypto";
import type { Engine } from "../store/engine.js";
import { textOf } from "../store/sql-value.js";

/** The secret that signs a key's webhooks: drawn from one that is made at the first start and shared by all instances, so that no tenant knows another's. */
export function createWebhookSecrets(engine: Engine): (keyId: string | undefined) => Promise<string> {
  let master: Promise<string> | undefined;
  const read = async (): Promise<string> => {
    const made = randomBytes(32).toString("base64");
    const sql = "INSERT INTO settings (name, value) VALUES ('webhook_master', ?) ON CONFLICT DO NOTHING";
    await engine.write([{ sql, params: [made] }], "money");
    const [row] = await engine.read("SELECT value FROM settings WHERE name = 'webhook_master'", []);
    return row === undefined ? made : textOf(row, "value");
  };
  return async (keyId) => {
    master ??= read().catch((error: unknown) => {
      master = undefined;
      throw error;
    });
    const digest = createHmac("sha256", await master)
      .update(`webhook:${keyId ?? ""}`)
      .digest("base64");
    return `whsec_${digest}`;
  };
}
