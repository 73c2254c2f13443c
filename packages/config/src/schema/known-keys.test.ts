import { describe, expect, it } from "vitest";
import { configSchema } from "./config-schema.js";
import { knownKeysAt } from "./known-keys.js";

const known = (...path: readonly (string | number)[]) => knownKeysAt(configSchema, path);

// CFG-4
describe("the names that are known at a place of the file", () => {
  it("are those of the section, its keys for other parts of OpenClaw among them", () => {
    expect(known()).toEqual(expect.arrayContaining(["agents", "gateway", "channels"]));
    expect(known("env", "shellEnv")).toEqual(["enabled", "timeoutMs"]);
  });

  it("are the same for every entry of a list and for every name of a map", () => {
    expect(known("agents", "list", 3)).toContain("thinkingDefault");
    expect(known("agents", "entries", "anybody")).toContain("thinkingDefault");
    expect(known("agents", "defaults", "models", "openrouter/auto")).toContain("alias");
  });

  it("are the object's where a text may stand as well", () => {
    expect(known("agents", "defaults", "model")).toEqual(["primary", "fallbacks"]);
  });

  it("are those of every kind where an object may be of several", () => {
    expect(known("secrets", "providers", "vault")).toEqual(expect.arrayContaining(["allowlist", "mode", "command"]));
  });

  it("are none where no name is known: in a text, in a bag, in what belongs to others, under an unknown name", () => {
    expect(known("gateway", "customBindHost")).toEqual([]);
    expect(known("gateway", "customBindHost", "x")).toEqual([]);
    expect(known("agents", "defaults", "params", "provider")).toEqual([]);
    expect(known("channels", "telegram")).toEqual([]);
    expect(known("agents", "nobody", "model")).toEqual([]);
  });
});
