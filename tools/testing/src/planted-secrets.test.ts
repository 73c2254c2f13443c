import { expect, it } from "vitest";
import { expectNoSecrets, findSecrets, plantedSecrets } from "./planted-secrets.js";

const secrets = plantedSecrets("selftest");

it("marks every secret as made up", () => {
  for (const secret of secrets.all) expect(secret).toContain("SYNTHETIC");
});

it.each([
  ["as it is", `Authorization: Bearer ${secrets.apiKey}`],
  ["in a URL", `https://user:${encodeURIComponent(secrets.password)}@host/`],
  ["in JSON", JSON.stringify({ password: secrets.password })],
  ["in base64", Buffer.from(secrets.token).toString("base64")],
  ["in a Basic header", `Basic ${Buffer.from(`user:${secrets.password}`).toString("base64")}`],
  ["in a Basic header of another length", `Basic ${Buffer.from(`me2:${secrets.token}`).toString("base64")}`],
  ["cut short", secrets.apiKey.slice(0, 30)],
])("finds a secret %s", (_name, text) => {
  expect(findSecrets(text, secrets)).not.toEqual([]);
  expect(() => expectNoSecrets(text, secrets)).toThrow("secret");
});

it("looks into errors, causes, maps and bytes", () => {
  const cause = new Error("inner", { cause: { headers: new Headers({ authorization: `Bearer ${secrets.apiKey}` }) } });
  expect(() => expectNoSecrets(new Error("outer", { cause }), secrets)).toThrow("secrets found");
  expect(() => expectNoSecrets(new Map([["k", new TextEncoder().encode(secrets.token)]]), secrets)).toThrow("secrets found");
});

it("stays silent on clean text and on redacted keys", () => {
  expectNoSecrets("Bearer [redacted], key sk-or-v1-…52", secrets);
  expectNoSecrets({ status: 401, message: "No key. Pass --openrouter-api-key." }, secrets);
});
