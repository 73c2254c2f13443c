import { createHmac, randomBytes } from "node:crypto";
import type { StateContext } from "../store/context.js";
import { textOf } from "../store/sql-value.js";

/** The secrets that sign webhooks, one for each key. */
export interface WebhookSecrets {
  /** The one in use. */
  secretFor(keyId: string | undefined): Promise<string>;
  /** The one in use, and for a while after a change the one before it. */
  secretsFor(keyId: string | undefined): Promise<readonly string[]>;
  /** Makes a new one. */
  rotate(keyId: string | undefined): Promise<{ readonly secret: string; readonly previousUntilMs: number }>;
}

const GRACE_MS = 24 * 3_600_000;

interface Turn {
  /** How often it was changed. */
  readonly count: number;
  readonly atMs: number;
}

/**
 * Secrets drawn from one that is made at the first start and shared by all instances, so that no tenant knows another's. Changing one counts up what
 * it is drawn from.
 */
export function createWebhookSecrets({ engine, clock }: StateContext): WebhookSecrets {
  let master: Promise<string> | undefined;
  const read = async (): Promise<string> => {
    const made = randomBytes(32).toString("base64");
    const sql = "INSERT INTO settings (name, value) VALUES ('webhook_master', ?) ON CONFLICT DO NOTHING";
    await engine.write([{ sql, params: [made] }], "money");
    const [row] = await engine.read("SELECT value FROM settings WHERE name = 'webhook_master'", []);
    return row === undefined ? made : textOf(row, "value");
  };
  const draw = async (keyId: string | undefined, count: number): Promise<string> => {
    master ??= read().catch((error: unknown) => {
      master = undefined;
      throw error;
    });
    const name = count === 0 ? `webhook:${keyId ?? ""}` : `webhook:${keyId ?? ""}:${count}`;
    return `whsec_${createHmac("sha256", await master)
      .update(name)
      .digest("base64")}`;
  };
  const settingOf = (keyId: string | undefined): string => `webhook_turn:${keyId ?? ""}`;
  const turnOf = async (keyId: string | undefined): Promise<Turn> => {
    const [row] = await engine.read("SELECT value FROM settings WHERE name = ?", [settingOf(keyId)]);
    return row === undefined ? { count: 0, atMs: 0 } : (JSON.parse(textOf(row, "value")) as Turn);
  };

  return {
    secretFor: async (keyId) => draw(keyId, (await turnOf(keyId)).count),
    async secretsFor(keyId) {
      const { count, atMs } = await turnOf(keyId);
      const counts = count > 0 && clock.now() < atMs + GRACE_MS ? [count, count - 1] : [count];
      return Promise.all(counts.map((each) => draw(keyId, each)));
    },
    async rotate(keyId) {
      const atMs = clock.now();
      const count = (await turnOf(keyId)).count + 1;
      const sql = "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
      await engine.write([{ sql, params: [settingOf(keyId), JSON.stringify({ count, atMs } satisfies Turn)] }], "money");
      return { secret: await draw(keyId, count), previousUntilMs: atMs + GRACE_MS };
    },
  };
}
