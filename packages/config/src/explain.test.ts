import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { describeOrigin, explainConfig } from "./explain.js";
import { parseConfig } from "./parse-config.js";
import { readConfigValue } from "./read-value.js";
import { redactDocument } from "./secrets/redact-document.js";

const secrets = plantedSecrets("explain");
const WITH_SECRETS = JSON.stringify({
  env: { OPENROUTER_API_KEY: secrets.apiKey, vars: { OTHER_TOKEN: secrets.token, PLAIN: "hidden too" } },
  models: {
    providers: {
      openrouter: {
        apiKey: secrets.apiKey,
        headers: { "X-Custom": secrets.token },
        request: {
          proxy: { mode: "explicit-proxy", url: `http://user:${encodeURIComponent(secrets.password)}@proxy.test` },
          tls: { key: secrets.token },
        },
      },
      anthropic: { apiKey: secrets.secondKey },
    },
  },
  messages: { tts: { providers: { openrouter: { apiKey: secrets.secondKey, voice: "bella" }, elevenlabs: { apiKey: secrets.token } } } },
  gateway: { auth: { token: secrets.token, password: secrets.password }, remote: { token: secrets.token } },
  channels: { telegram: { botToken: secrets.token } },
  agents: { defaults: { params: { maxTokens: 5, note: secrets.apiKey } } },
});

// CFG-7
describe("explainConfig", () => {
  it("gives every value with its origin, in the newer spelling, with the line of the older one", () => {
    const parsed = parseConfig(
      '{\n  messages: {\n    tts: { providers: { openrouter: { voiceId: "v" } } } },\n  agents: { defaults: {\n    imageGenerationModel: "openrouter/a/b" } } }',
      { file: "/f.json" },
    );
    const byPath = Object.fromEntries(explainConfig(parsed).map((entry) => [entry.path, entry]));
    expect(byPath["tts.providers.openrouter.voice"]).toMatchObject({
      value: "v",
      origin: { file: "/f.json", line: 3, writtenAs: "messages.tts.providers.openrouter.voiceId" },
    });
    expect(byPath["agents.defaults.mediaModels.image.primary"]).toMatchObject({
      value: "openrouter/a/b",
      origin: { line: 5, writtenAs: "agents.defaults.imageGenerationModel" },
    });
    expect(byPath["agents.defaults.mediaModels.image.timeoutMs"]).toMatchObject({ value: 180_000, origin: { kind: "default" } });
    expect(byPath["agents.defaults.model.primary"]).toMatchObject({ value: "openrouter/auto", origin: { kind: "default" } });
    expect(describeOrigin(byPath["tts.providers.openrouter.voice"]!.origin)).toBe("/f.json:3");
    expect(describeOrigin({ kind: "environment", name: "X", from: "cwd .env" })).toBe("environment X (cwd .env)");
  });

  it("shows no secret, wherever one may stand", () => {
    // KEY-6
    const parsed = parseConfig(WITH_SECRETS);
    const explained = explainConfig(parsed);
    expectNoSecrets(JSON.stringify(explained), secrets);
    expectNoSecrets(JSON.stringify(redactDocument(parsed.written)), secrets);
    expectNoSecrets(JSON.stringify(readConfigValue(parsed, "models.providers")), secrets);
    const { openrouter } = parsed.config.models.providers;
    expectNoSecrets(JSON.stringify({ ...parsed.config, agents: {}, models: { ...openrouter, request: openrouter.request?.tls } }), secrets);
    const byPath = Object.fromEntries(explained.map(({ path, value }) => [path, value]));
    expect(byPath).toMatchObject({
      "env.vars.PLAIN": "__OPENCLAW_REDACTED__",
      "agents.defaults.params.maxTokens": 5,
      "gateway.auth.token": "__OPENCLAW_REDACTED__",
      "tts.providers.openrouter.voice": "bella",
    });
  });

  it("goes by the place, not by what a value is called or looks like: variables, headers, what a request signs in with", () => {
    const plain = "correct horse";
    const request = { headers: { "X-Team": plain }, auth: { mode: "header", headerName: "X-Who", value: plain } };
    const providers = {
      openrouter: { headers: { Accept: plain }, request, models: [{ id: "a/b", headers: { "X-Row": plain } }] },
      anthropic: { headers: { Accept: plain, nested: { deeper: [plain] } }, request },
    };
    const document = {
      env: { GITHUB: "$ABCDEF", vars: { GITHUB: plain, PIN: 1234 }, shellEnv: { enabled: true, timeoutMs: 5 } },
      models: { providers },
    };
    const shown = redactDocument(document);
    expect(JSON.stringify(shown)).not.toMatch(/correct horse|ABCDEF|1234/);
    expect(shown).toMatchObject({
      env: { shellEnv: { enabled: true, timeoutMs: 5 } },
      models: { providers: { anthropic: { request: { auth: { mode: "header", headerName: "X-Who" } } } } },
    });
    const parsed = parseConfig(JSON.stringify({ ...document, env: { GITHUB: plain, vars: { PIN: "1234" } } }));
    const views = [
      explainConfig(parsed),
      ...["env", "env.GITHUB", "env.vars.GITHUB", "models"].map((path) => readConfigValue(parsed, path)),
    ];
    expect(JSON.stringify(views)).not.toMatch(/correct horse|1234/);
    expect(views.slice(1)).not.toContain(undefined);
  });

  it("shows references: they say where a secret is, not what it is", () => {
    const ref = { source: "env", provider: "default", id: "MY_KEY" };
    const document = { models: { providers: { openrouter: { apiKey: ref, headers: { "X-A": "${TOKEN}" } } } } };
    expect(redactDocument(document)).toEqual(document);
  });
});

describe("readConfigValue", () => {
  it("shows a part that has moved where the file has it, with its defaults and without its secrets (CFG-7)", () => {
    const parsed = parseConfig(
      '{ messages: { tts: { auto: "always", providers: { openrouter: { apiKey: "sk-or-v1-planted" } } }, queue: 3 } }',
    );
    const { value } = readConfigValue(parsed, "messages") ?? {};
    expect(value).toMatchObject({ queue: 3, tts: { auto: "always", mode: "final", providers: { openrouter: { voice: "af_alloy" } } } });
    expect(JSON.stringify(value)).not.toContain("planted");
    // What has moved within the value is in it already.
    const defaults = readConfigValue(parseConfig('{ agents: { defaults: { model: "openrouter/a/b" } } }'), "agents.defaults")?.value;
    expect(defaults).toMatchObject({ model: { primary: "openrouter/a/b" } });
  });

  it("explains what stands below an older spelling (CFG-7)", () => {
    const parsed = parseConfig('{ messages: { tts: { auto: "always" } } }');
    expect(explainConfig(parsed, "messages.tts")).toContainEqual(expect.objectContaining({ path: "tts.auto", value: "always" }));
    expect(explainConfig(parsed, "messages.nothing")).toEqual([]);
  });

  it("finds a value by either spelling, and defaults, and nothing else", () => {
    const parsed = parseConfig(
      '{ messages: { tts: { auto: "always" } }, agents: { list: [{ id: "x", model: "openrouter/a/b" }] }, channels: { a: 1 } }',
    );
    expect(readConfigValue(parsed, "messages.tts.auto")).toMatchObject({ value: "always", origin: { kind: "file" } });
    expect(readConfigValue(parsed, "tts.auto")).toMatchObject({ value: "always" });
    expect(readConfigValue(parsed, "agents.list[0].id")).toMatchObject({ value: "x" });
    expect(readConfigValue(parsed, "gateway.port")).toMatchObject({ value: 18_789, origin: { kind: "default" } });
    expect(readConfigValue(parsed, "channels.a")).toMatchObject({ value: 1 });
    expect(readConfigValue(parsed, "agents.defaults.nothing")).toBeUndefined();
  });

  it("takes a path in parts, and shows what only stands in the file's own spelling", () => {
    const parsed = parseConfig('{ agents: { list: [{ id: "x", model: "openrouter/a/b" }] } }');
    expect(readConfigValue(parsed, ["gateway", "bind"])).toMatchObject({ path: "gateway.bind", value: "loopback" });
    expect(readConfigValue(parsed, "agents.list")).toMatchObject({ path: "agents.list", value: [{ id: "x", model: "openrouter/a/b" }] });
  });
});
