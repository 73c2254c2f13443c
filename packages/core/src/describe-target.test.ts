import { expect, it } from "vitest";
import { createTarget } from "./create-target.js";
import { describeTarget } from "./describe-target.js";

it.each([
  ["https://openrouter.ai/api/v1", "openrouter.ai"],
  ["http://127.0.0.1:8080/api/v1", "127.0.0.1:8080"],
  ["http://[::1]:9/v1", "[::1]:9"],
])("names the model and the host of %s, without its path", (baseUrl, host) => {
  const target = createTarget({ model: "anthropic/claude-sonnet-4.6", apiKey: "sk-or-v1-planted", baseUrl });
  expect(describeTarget(target)).toBe(`openrouter/anthropic/claude-sonnet-4.6 at ${host}`);
});
