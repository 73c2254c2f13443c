import { DEFAULT_TIMEOUTS } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../parse-config.js";
import { transportOptions } from "./transport-options.js";

const ENV = { HTTPS_PROXY: "http://proxy.example:3128" };
const optionsOf = (request: string) =>
  transportOptions(parseConfig(`{ models: { providers: { openrouter: { request: ${request} } } } }`).config, ENV);

// NET-6, CFG-5
describe("the connection's options", () => {
  it("are the variables of proxies and the time to connect, where nothing else is set", () => {
    const { config } = parseConfig("{ agents: { defaults: { failover: { connectMs: 1234 } } } }");
    expect(transportOptions(config, ENV)).toEqual({ env: ENV, connectMs: 1234 });
    expect(optionsOf("{ proxy: { mode: 'env-proxy' } }")).toStrictEqual({ env: ENV, connectMs: DEFAULT_TIMEOUTS.connectMs });
  });

  it("name a proxy that is set by hand", () => {
    expect(optionsOf("{ proxy: { mode: 'explicit-proxy', url: 'http://own.example:8080' } }")).toMatchObject({
      proxy: "http://own.example:8080",
    });
  });

  it("carry the certificates that are set, as plain text, and no others", () => {
    expect(optionsOf("{ tls: { ca: 'CA', cert: 'CERT', key: 'KEY', passphrase: 'PASS' } }").tls).toStrictEqual({
      ca: "CA",
      cert: "CERT",
      key: "KEY",
      passphrase: "PASS",
    });
    expect(optionsOf("{ tls: { serverName: 'inner.example', insecureSkipVerify: false } }").tls).toStrictEqual({
      serverName: "inner.example",
      insecureSkipVerify: false,
    });
  });

  it("refuse a certificate that is still a reference, by its name", () => {
    expect(() => optionsOf("{ tls: { cert: { source: 'env', id: 'CERT' } } }")).toThrow(
      expect.objectContaining({
        code: "config_invalid",
        message: "models.providers.openrouter.request.tls.cert is a reference that was not resolved.",
      }),
    );
  });
});
