import { ConfigError } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { parseConfig } from "./parse-config.js";

// CFG-2, CFG-7
describe("parseConfig", () => {
  it("knows of each variable whether the caller gave it or the text's own env block, which fills what is open", () => {
    const { environment } = parseConfig("{ env: { GIVEN: 'own', vars: { OWN: 'own' } } }", { env: { GIVEN: "given" } });
    expect({ ...environment.values }).toEqual({ GIVEN: "given", OWN: "own" });
    expect({ ...environment.origins }).toEqual({ GIVEN: "process", OWN: "config env" });
  });

  it("takes no variable from the text that could make another program run", () => {
    expect({ ...parseConfig("{ env: { PATH: '/x', OK: '1' } }").environment.values }).toEqual({ OK: "1" });
  });

  it("lays flags over the text", () => {
    const flags = [{ flag: "--port", path: "gateway.port", value: 4000 }];
    const { config, origins } = parseConfig("{ gateway: { port: 5000, bind: 'lan' } }", { flags });
    expect(config.gateway).toMatchObject({ port: 4000, bind: "lan" });
    expect(origins.originOf(["gateway", "port"])).toEqual({ kind: "flag", name: "--port" });
    expect(parseConfig("{ gateway: { port: 5000 } }").config.gateway.port).toBe(5000);
  });

  it("names the file as it was told to, or openclaw.json", () => {
    const failureOf = (file?: string): unknown => {
      try {
        return parseConfig("{", file === undefined ? {} : { file });
      } catch (error) {
        return error instanceof ConfigError ? error.message : error;
      }
    };
    expect(failureOf()).toMatch(/^openclaw\.json:1:/);
    expect(failureOf("mine.json5")).toMatch(/^mine\.json5:1:/);
  });
});
