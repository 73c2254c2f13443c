import { describe, expect, it } from "vitest";
import { isUnusedKey, unusedKeys } from "./unused-keys.js";

// CFG-4
describe("keys that are known and do nothing here", () => {
  it("are found in a file, the outermost of each, in maps and in lists", () => {
    const found = unusedKeys({
      gateway: { port: 1, tls: { enabled: true, certPath: "a" }, controlUi: { enabled: false, root: "a", allowedOrigins: [] } },
      agents: { defaults: { models: { "openrouter/x/y": { alias: "y", streaming: false } } }, list: [{ id: "a" }, { id: "b", tts: {} }] },
      tools: { media: { audio: { models: [{ model: "m", profile: "p" }] } } },
    });
    expect(found).toEqual([
      "gateway.tls",
      "gateway.controlUi.root",
      'agents.defaults.models["openrouter/x/y"].streaming',
      "agents.list[1].tts",
      "tools.media.audio.models[0].profile",
    ]);
  });

  it("are none where every key is used, and where no object is", () => {
    expect(unusedKeys({ gateway: { port: 1, auth: { mode: "token" } }, tts: { auto: "off", provider: "openrouter" } })).toEqual([]);
    expect([unusedKeys(undefined), unusedKeys("gateway"), unusedKeys({ gateway: null })]).toEqual([[], [], []]);
  });

  it("are told apart from what is above and below them", () => {
    const paths = ["gateway", "gateway.tls", "gateway.tls.enabled", "agents.defaults.models.*.streaming", "agents.defaults.streaming"];
    expect(paths.map((path) => isUnusedKey(path.split(".")))).toEqual([false, true, false, true, false]);
  });
});
