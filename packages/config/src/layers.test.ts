import { describe, expect, it } from "vitest";
import { joinEnvironment } from "./environment/environment.js";
import { applyOverlays, readOverlays } from "./layers.js";
import { parseConfig } from "./parse-config.js";

const NOTHING = joinEnvironment([]);

// CFG-7
describe("what is laid over the file", () => {
  it("is what variables say, and over that the flags, later ones on top", () => {
    const environment = joinEnvironment([
      { origin: "process", variables: { OPENCLAW_GATEWAY_PORT: "2000" } },
      { origin: "state .env", variables: { OPENCLAW_GATEWAY_TOKEN: "t" } },
    ]);
    const flags = [
      { flag: "--port", path: "gateway.port", value: 3000 },
      { flag: "--name", path: ["agents", "entries", "a.b", "model"], value: "m" },
    ];
    const overlays = readOverlays(environment, flags);
    expect(overlays).toEqual([
      { path: ["gateway", "port"], value: 2000, origin: { kind: "environment", name: "OPENCLAW_GATEWAY_PORT", from: "process" } },
      {
        path: ["gateway", "auth", "token"],
        value: "t",
        origin: { kind: "environment", name: "OPENCLAW_GATEWAY_TOKEN", from: "state .env" },
      },
      { path: ["gateway", "port"], value: 3000, origin: { kind: "flag", name: "--port" } },
      { path: ["agents", "entries", "a.b", "model"], value: "m", origin: { kind: "flag", name: "--name" } },
    ]);
    expect(applyOverlays({ gateway: { bind: "lan" } }, overlays)).toEqual({
      gateway: { bind: "lan", port: 3000, auth: { token: "t" } },
      agents: { entries: { "a.b": { model: "m" } } },
    });
  });

  it("is nothing of a flag that was not given: the file's value stays", () => {
    const flags = [{ flag: "--port", path: "gateway.port", value: undefined }];
    expect(readOverlays(NOTHING, flags)).toEqual([]);
    expect(parseConfig("{ gateway: { port: 5 } }", { flags }).config.gateway.port).toBe(5);
  });
});
