import { Secret } from "@openclaw/core";
import { expect, it } from "vitest";
import { parseConfig } from "../parse-config.js";
import { activateSecrets, type SecretSurface } from "./activate-secrets.js";

const TEXT = `{
  models: { providers: { openrouter: {
    apiKey: "\${KEY}",
    headers: { "x-one": "\${ONE}", "x-plain": "as it is" },
    models: [{ id: "a/b", name: "Mine", headers: { "x-two": { source: "env", id: "TWO" } } }],
    request: { auth: { mode: "authorization-bearer", token: { source: "env", id: "THREE" } } },
  } } },
  gateway: { port: 8080, auth: { mode: "token", token: "$FOUR" } },
  env: { vars: { A: "\${ONE}" } },
}`;

/** The configuration afterwards with every secret shown, and where each reference was found. */
async function activate(...surfaces: readonly SecretSurface[]) {
  const { config } = parseConfig(TEXT, { env: { KEY: "key" } });
  const places: string[] = [];
  const after = await activateSecrets(
    config,
    (_input, usedAt) => {
      places.push(usedAt);
      return Promise.resolve(new Secret("resolved"));
    },
    surfaces,
  );
  return { config, after, places: places.toSorted() };
}

// KEY-3
it("resolves the references of the named parts alone, each by the place where it stands", async () => {
  const provider = "models.providers.openrouter";
  const { config, after, places } = await activate("provider");
  expect(places).toEqual([`${provider}.headers.x-one`, `${provider}.models[0].headers.x-two`, `${provider}.request.auth.token`]);
  expect(after.gateway).toBe(config.gateway);
  expect((await activate("gateway")).places).toEqual(["gateway.auth.token"]);
  expect((await activate("provider", "gateway")).places).toHaveLength(4);
  expect((await activate()).places).toEqual([]);
});

it("puts the value in the place of the reference and leaves everything else as it was", async () => {
  const { config, after } = await activate("provider", "gateway");
  const [before, now] = [config.models?.providers?.openrouter, after.models?.providers?.openrouter];
  const revealed = (secret: unknown) => (secret instanceof Secret ? secret.reveal() : secret);
  expect(revealed(now?.headers?.["x-one"])).toBe("resolved");
  expect(revealed(now?.headers?.["x-plain"])).toBe("as it is");
  expect(revealed(after.gateway?.auth?.token)).toBe("resolved");
  // API keys have an order of their own.
  expect(now?.apiKey).toBe(before?.apiKey);
  expect(after.gateway).toMatchObject({ port: 8080, auth: { mode: "token" } });
  expect(now?.models).toMatchObject([{ id: "a/b", name: "Mine" }]);
  expect(after.env).toBe(config.env);
});

it("fails with the first reference that does not resolve", async () => {
  const { config } = parseConfig(TEXT);
  await expect(activateSecrets(config, (_input, usedAt) => Promise.reject(new Error(usedAt)), ["gateway"])).rejects.toThrow(
    "gateway.auth.token",
  );
});
