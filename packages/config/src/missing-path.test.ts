import { expect, it } from "vitest";
import { explainMissing } from "./missing-path.js";
import { parseConfig } from "./parse-config.js";

// CFG-4
it.each([
  ["agents.defaults.thinkingDefault", { kind: "unset" }],
  ["agents.defaults.thinkingDefalt", { kind: "unknown", suggestion: "agents.defaults.thinkingDefault" }],
  ["agent.defaults.model.primary", { kind: "unknown", suggestion: "agents.defaults.model.primary" }],
  ['agents.defaults.models["openrouter/a/c"].alias', { kind: "unknown", suggestion: 'agents.defaults.models["openrouter/a/b"].alias' }],
  ["channels.telegrm", { kind: "unknown", suggestion: "channels.telegram" }],
  ["zzz", { kind: "unknown" }],
  ["gateway.port.deeper", { kind: "unknown" }],
])("says of %s whether it is unset or unknown, and what may be meant", (path, expected) => {
  const resolved = parseConfig('{ agents: { defaults: { models: { "openrouter/a/b": { alias: "x" } } } }, channels: { telegram: {} } }');
  expect(explainMissing(resolved, path)).toEqual(expected);
});

// CFG-4
it("suggests nothing where a list has no such place, and takes a path in parts", () => {
  const resolved = parseConfig("{ agents: { list: [{ id: 'a' }] }, hooks: { on: [{ name: 'x' }] } }");
  expect(explainMissing(resolved, "hooks.on[3].name")).toEqual({ kind: "unknown" });
  expect(explainMissing(resolved, "hooks.on[0].nam")).toEqual({ kind: "unknown", suggestion: "hooks.on[0].name" });
  expect(explainMissing(resolved, ["agents", "entries", "a.b", "model"])).toEqual({ kind: "unknown" });
  expect(explainMissing(resolved, ["agents", "defaults", "thinkingDefalt"])).toEqual({
    kind: "unknown",
    suggestion: "agents.defaults.thinkingDefault",
  });
});
