import { expect } from "vitest";

/** Made-up credentials. Each says so in plain text, and none is or was ever valid anywhere. */
export interface PlantedSecrets {
  /** Shaped as an OpenRouter key. */
  readonly apiKey: string;
  /** A second one, for rotation. */
  readonly secondKey: string;
  /** A gateway token without any known key shape. */
  readonly token: string;
  /** A password with characters that need escaping in URLs, JSON and shells. */
  readonly password: string;
  readonly all: readonly string[];
}

const PREFIX_CHARACTERS = 24;

/** A new set for each `label`, so that a leak names the test that planted it. */
export function plantedSecrets(label = "planted"): PlantedSecrets {
  const mark = label.replace(/[^A-Za-z0-9]/g, "");
  const apiKey = `sk-or-v1-SYNTHETIC${mark}NotARealKey4f1d9a7c3e8b6052`;
  const secondKey = `sk-or-v1-SYNTHETIC${mark}SecondNotARealKey9b2e7d41c6a8f035`;
  const token = `SYNTHETIC${mark}GatewayTokenNotReal7a1c5e93`;
  const password = `SYNTHETIC ${mark} p@ss"w/ord+not&real?`;
  return { apiKey, secondKey, token, password, all: [apiKey, secondKey, token, password] };
}

/** The secrets that stand in a text: as they are, percent-encoded, JSON-escaped, in base64 (also as `user:secret`), or by their first 24 characters. */
export function findSecrets(text: string, secrets: PlantedSecrets | readonly string[] = plantedSecrets()): readonly string[] {
  const all = "all" in secrets ? secrets.all : secrets;
  return all.filter((secret) => spellings(secret).some((spelling) => text.includes(spelling)));
}

/** Fails when a planted secret, or any credential-shaped text marked SYNTHETIC, stands in what a user, a log or a file would show (KEY-6). */
export function expectNoSecrets(output: unknown, secrets: PlantedSecrets | readonly string[] = plantedSecrets()): void {
  const text = typeof output === "string" ? output : inspectDeep(output);
  expect(findSecrets(text, secrets), "secrets found in the output").toEqual([]);
  expect(text, "a synthetic secret of another test stands in the output").not.toMatch(/sk-or-v1-SYNTHETIC/);
}

function spellings(secret: string): string[] {
  const base64 = [0, 1, 2].map((shift) => stableBase64(secret, shift));
  return [secret, secret.slice(0, PREFIX_CHARACTERS), encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...base64];
}

/** The base64 characters that the secret alone decides when `shift` unknown bytes precede it. */
function stableBase64(secret: string, shift: number): string {
  const encoded = Buffer.from("\0".repeat(shift) + secret)
    .toString("base64")
    .replace(/=+$/, "");
  return encoded.slice(shift === 0 ? 0 : shift + 1, -2);
}

/** Everything reachable in a value, errors with their causes and hidden properties included. */
function inspectDeep(value: unknown, seen = new Set<object>()): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (seen.has(value)) return "";
  seen.add(value);
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof Map || value instanceof Set || value instanceof Headers) return inspectDeep([...value], seen);
  return Reflect.ownKeys(value)
    .map((key) => `${String(key)}: ${inspectDeep(Reflect.get(value, key), seen)}`)
    .join("\n");
}
