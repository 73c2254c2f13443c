import { inspect } from "node:util";
import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { maskSecret } from "./mask-secret.js";
import { Secret } from "./secret.js";

const secrets = plantedSecrets("secret");
const secret = new Secret(secrets.apiKey);
// What a caller without types may do.
const accidental = secret as unknown as string;

// KEY-6
describe("a secret", () => {
  it("gives its value only to who asks for it", () => {
    expect(secret.reveal()).toBe(secrets.apiKey);
  });

  it.each<[string, () => unknown]>([
    ["a template", () => `key: ${accidental}`],
    ["a concatenation", () => `key: ${String(secret)}`],
    ["JSON", () => JSON.stringify({ secret, list: [secret] })],
    ["util.inspect", () => inspect(secret)],
    ["util.inspect with hidden properties", () => inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
    ["a spread copy", () => JSON.stringify({ ...secret })],
    ["a structured clone", () => inspect(structuredClone({ secret }))],
    ["its own keys", () => Reflect.ownKeys(secret).map(String).join()],
    ["an error's cause", () => inspect(new Error("x", { cause: secret }))],
    ["toLocaleString", () => secret.toLocaleString()],
  ])("does not stand in %s", (_where, write) => {
    expectNoSecrets(write(), secrets);
  });

  it("prints as redacted", () => {
    expect(`key: ${accidental}`).toBe("key: [redacted]");
    expect(inspect({ secret })).toBe("{ secret: [redacted] }");
    expect(JSON.stringify({ secret })).toBe('{"secret":"[redacted]"}');
  });

  it("can be told from another by its ends, unless it is short", () => {
    expect(maskSecret(secret)).toBe(`sk…${secrets.apiKey.slice(-2)}`);
    expect(maskSecret(new Secret("short"))).toBe("…");
  });
});
