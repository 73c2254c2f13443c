import { describe, expect, it } from "vitest";
import { parseConfig, resolveCredentials, resolveTargets } from "./index.js";

const text = `{ env: { OPENROUTER_API_KEY: "sk-or-..." }, agents: { defaults: { model: { primary: "openrouter/auto" } } } }`;

describe("the text example of the OpenRouter page", () => {
  it("loads verbatim and gives a target", async () => {
    // CFG-3
    const parsed = parseConfig(text);
    const credentials = await resolveCredentials({ purpose: "chat", ...parsed });
    const resolved = resolveTargets({ config: parsed.config, kind: "chat", credentials });
    expect(resolved.targets.map(({ model, keyLabel }) => [model.ref, keyLabel])).toEqual([["openrouter/auto", "env:OPENROUTER_API_KEY"]]);
    expect(JSON.stringify(resolved)).not.toContain("sk-or-...");
  });
});
