import { describe, expect, it } from "vitest";
import { parsePath } from "../path/config-path.js";
import { redactDocument } from "./redact-document.js";
import { isSecretValue, REDACTED } from "./secret-paths.js";

const KEY = "sk-or-v1-SYNTHETICredactNotARealKey00000000";

// CFG-7, KEY-6
describe("what must not be shown", () => {
  it.each([
    ["env.vars.OPENROUTER_API_KEY", "x"],
    ["env.OPENROUTER_API_KEY", "x"],
    ["env.vars.A", "${B}"],
    ["models.providers.openrouter.apiKey", "x"],
    ["models.providers.openrouter.headers.x-mine", "x"],
    ['models.providers.openrouter.models["a/b"].headers.x', "x"],
    ["models.providers.openrouter.request.headers.x", "x"],
    ["models.providers.openrouter.request.auth.token", "x"],
    ["models.providers.openrouter.request.auth.value", "x"],
    ["models.providers.other.request.auth.whatever", "x"],
    ["models.providers.other.request.auth.deeper.whatever", "x"],
    ...["ca", "cert", "key", "passphrase"].flatMap((name) => [
      [`models.providers.openrouter.request.tls.${name}`, "x"],
      [`models.providers.openrouter.request.proxy.tls.${name}`, "x"],
    ]),
    ["tts.providers.openrouter.apiKey", "x"],
    ["agents.entries.main.tts.providers.openrouter.apiKey", "x"],
    ["gateway.auth.token", "x"],
    ["gateway.auth.password", "x"],
    ["plugins.entries.mine.headers.any", "x"],
    ["plugins.entries.mine.metadata.any", "x"],
    ...[
      "api_key",
      "api-key",
      "APIKEY",
      "keys",
      "key",
      "botToken",
      "token",
      "tokens",
      "passwd",
      "clientSecret",
      "privateKey",
      "private-key",
    ].map((name) => [`mine.${name}`, "x"]),
    ...["credential", "credentials", "Authorization", "cookie", "setCookies", "passphrase", "private_key"].map((name) => [
      `mine.${name}`,
      "x",
    ]),
    ["mine.tokens[0]", "x"],
    ["mine.note", KEY],
    ["mine.note", `the key is ${KEY}`],
    ["mine.url", "https://user:word@host/x"],
    ["mine.password", 5],
  ] as [string, string | number][])("%s: %j", (path, value) => {
    expect(isSecretValue(parsePath(path), value)).toBe(true);
  });

  it.each([
    ["models.providers.openrouter.apiKey", ""],
    ["models.providers.openrouter.apiKey", "${OPENROUTER_API_KEY}"],
    ["models.providers.openrouter.apiKey", "$OPENROUTER_API_KEY"],
    ["models.providers.openrouter.baseUrl", "https://openrouter.ai/api/v1"],
    ["models.providers.openrouter.request.auth.mode", "header"],
    ["models.providers.openrouter.request.auth.headerName", "x-key"],
    ["models.providers.openrouter.request.timeoutSeconds", 30],
    ["models.other.request.auth", "x"],
    ["gateway.request.x.request.auth.y", "words"],
    ["env.shellEnv.timeoutMs", 100],
    ["agents.defaults.params.maxTokens", 100],
    ...["maxTokens", "max_output_tokens", "contextTokens", "sessionKey", "idempotencyKey", "publicKey", "sshPublicKey", "keyring"].map(
      (name) => [`mine.${name}`, "x"],
    ),
    ["mine.keyed", "x"],
    ["mine.tokenizer", "x"],
    ["mine.token", 5],
    ["mine.note", "see https://host/x:y@z"],
    ["headers", "x"],
  ] as [string, string | number][])("but %s: %j may be", (path, value) => {
    expect(isSecretValue(parsePath(path), value)).toBe(false);
  });

  it.each(["x${A}", "${A}x", "$", "${}", "${a}", "$a", "$1A"])("is a key that only holds something like a reference: %j", (value) => {
    expect(isSecretValue(parsePath("gateway.auth.token"), value)).toBe(true);
  });
});

// CFG-7
describe("a document that is shown", () => {
  it("has every secret replaced, in lists and objects too, and all else as it was", () => {
    const document = { gateway: { auth: { mode: "token", token: "x" }, port: 1 }, list: [{ note: KEY, on: true }, null, "words"] };
    expect(redactDocument(document)).toEqual({
      gateway: { auth: { mode: "token", token: REDACTED }, port: 1 },
      list: [{ note: REDACTED, on: true }, null, "words"],
    });
  });

  it("may be a part of a document that stands further down", () => {
    expect(redactDocument("x", ["gateway", "auth", "token"])).toBe(REDACTED);
    expect(redactDocument({ token: "x" }, ["gateway", "auth"])).toEqual({ token: REDACTED });
    expect(redactDocument(["x"], ["mine", "tokens"])).toEqual([REDACTED]);
  });

  it.each([
    { source: "env", id: "OPENROUTER_API_KEY" },
    { source: "file", provider: "vault", id: "/openrouter/key" },
    { source: "exec", provider: "pass", id: "key" },
  ])("names where a secret is kept: %j", (ref) => {
    expect(redactDocument({ gateway: { auth: { token: ref } } })).toEqual({ gateway: { auth: { token: ref } } });
    expect(redactDocument({ headers: { Authorization: ref } })).toEqual({ headers: { Authorization: ref } });
  });

  it("shows no secret that only stands beside what looks like a reference, or in it", () => {
    expect(redactDocument({ source: "file", id: "a", token: "x" })).toEqual({ source: "file", id: "a", token: REDACTED });
    expect(redactDocument({ apiKey: { source: "env", id: KEY } })).toEqual({ apiKey: { source: "env", id: REDACTED } });
    expect(redactDocument({ headers: { a: { source: "web", id: "x" }, b: { source: "env", id: 5 } } })).toEqual({
      headers: { a: { source: REDACTED, id: REDACTED }, b: { source: REDACTED, id: REDACTED } },
    });
  });
});
