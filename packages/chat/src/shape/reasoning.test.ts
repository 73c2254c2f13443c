import type { ModelRow } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { shaped, warningCodes } from "../__fixtures__/shaped.js";
import { CUSTOM_URL, target, unknownTarget } from "../__fixtures__/targets.js";
import { THINKING_LEVELS } from "../chat-input.js";
import { isReasoningOn } from "./reasoning.js";

type Reasoning = NonNullable<ModelRow["reasoning"]>;

function reasoningRow(reasoning: Partial<Reasoning>): Partial<ModelRow> {
  return { supportedParameters: ["reasoning"], reasoning: { mandatory: false, maxTokens: false, ...reasoning } };
}

const GENERIC = reasoningRow({});
const LISTED = reasoningRow({ supportedEfforts: ["low", "medium", "high"] });
const LISTED_NONE = reasoningRow({ supportedEfforts: ["none", "minimal", "high", "max"] });
const MANDATORY = reasoningRow({ mandatory: true, supportedEfforts: ["low", "high"] });
const MANDATORY_UNLISTED = reasoningRow({ mandatory: true });
const TOGGLE = reasoningRow({ supportedEfforts: [] });
const MANDATORY_TOGGLE = reasoningRow({ mandatory: true, supportedEfforts: [] });

// What is sent for each level, in the order of THINKING_LEVELS; "*" marks a warning.
const TABLE: readonly (readonly [name: string, model: string, row: Partial<ModelRow>, sent: readonly string[]])[] = [
  ["an unlisted model", "openrouter/acme/thinker", GENERIC, ["none", "minimal", "low", "medium", "high", "xhigh", "xhigh", "medium"]],
  ["a list without none", "openrouter/acme/thinker", LISTED, ["off", "low*", "low", "medium", "high", "high*", "high*", "medium"]],
  [
    "a list with none and max",
    "openrouter/acme/thinker",
    LISTED_NONE,
    ["none", "minimal", "minimal*", "high*", "high", "max*", "max", "high"],
  ],
  ["mandatory reasoning", "openrouter/acme/thinker", MANDATORY, ["low*", "low*", "low", "high*", "high", "high*", "high*", "high"]],
  [
    "mandatory, unlisted",
    "openrouter/acme/thinker",
    MANDATORY_UNLISTED,
    ["minimal*", "minimal", "low", "medium", "high", "xhigh", "xhigh", "medium"],
  ],
  ["only on and off", "openrouter/acme/thinker", TOGGLE, ["off", "on", "on", "on", "on", "on", "on", "on"]],
  ["always on", "openrouter/acme/thinker", MANDATORY_TOGGLE, ["on*", "on", "on", "on", "on", "on", "on", "on"]],
  ["DeepSeek V4", "openrouter/deepseek/deepseek-v4-pro", GENERIC, ["none", "high*", "high*", "high*", "high", "xhigh", "xhigh", "high"]],
  [
    "a dated DeepSeek V4",
    "openrouter/deepseek/deepseek-v4-flash-0731:free",
    GENERIC,
    ["none", "high*", "high*", "high*", "high", "xhigh", "xhigh", "high"],
  ],
];

describe("a thinking level", () => {
  // CHAT-1; the page's claim 11
  it.each(TABLE)("is sent as the model takes it: %s", (_name, model, row, sent) => {
    const one = target(model, { row });
    const got = THINKING_LEVELS.map((thinking) => {
      const plan = shaped(one, { thinking });
      const field = plan.body["reasoning"] as { effort?: string; enabled?: boolean };
      expect(Object.keys(field)).toHaveLength(1);
      const word = field.effort ?? (field.enabled === true ? "on" : "off");
      return `${word}${warningCodes(plan).includes("thinking_changed") ? "*" : ""}`;
    });
    expect(got).toEqual(sent);
  });

  // CHAT-1
  it("is sent to a custom base URL too", () => {
    expect(shaped(target("openrouter/acme/thinker", { baseUrl: CUSTOM_URL }), { thinking: "high" }).body["reasoning"]).toEqual({
      effort: "high",
    });
  });

  it("that is absent sends nothing", () => {
    expect(shaped(target("openrouter/acme/thinker", { row: MANDATORY })).body).not.toHaveProperty("reasoning");
  });

  // CHAT-1; the page's claim 11
  it.each([
    "openrouter/auto",
    "openrouter/openrouter/auto",
    "openrouter/hunter-alpha",
    "openrouter/openrouter/hunter-alpha",
    "openrouter/hunter-alpha:free",
  ])("is never sent to %s, nor is hidden reasoning", (model) => {
    const plan = shaped(target(model), { thinking: "high", hideReasoning: true });
    expect(plan.body).not.toHaveProperty("reasoning");
  });

  // CHAT-1
  it("is left out with a warning where the catalogue knows no reasoning, or nothing at all", () => {
    for (const one of [
      target("openrouter/acme/plain", { row: { supportedParameters: ["tools"] } }),
      unknownTarget("openrouter/acme/unheard-of"),
    ]) {
      const plan = shaped(one, { thinking: "high" });
      expect(plan.body).not.toHaveProperty("reasoning");
      expect(warningCodes(plan)).toEqual(["thinking_dropped"]);
      expect(shaped(one, { thinking: "off" }).warnings).toEqual([]);
    }
  });

  it("comes with exclude when the reasoning is to be hidden, and without a level exclude comes alone", () => {
    const one = target("openrouter/acme/thinker");
    expect(shaped(one, { thinking: "low", hideReasoning: true }).body["reasoning"]).toEqual({ effort: "low", exclude: true });
    expect(shaped(one, { hideReasoning: true }).body["reasoning"]).toEqual({ exclude: true });
    const configured = { hideReasoning: true, params: { extraBody: { reasoning: { effort: "high" } } } };
    expect(shaped(one, configured).body["reasoning"]).toEqual({ effort: "high", exclude: true });
  });
});

describe("extraBody.reasoning", () => {
  const one = target("openrouter/acme/thinker", { params: { extraBody: { reasoning: { max_tokens: 2000 } } } });

  // CHAT-9
  it("with an effort, a budget or a switch decides alone", () => {
    expect(shaped(one, { thinking: "high" }).body["reasoning"]).toEqual({ max_tokens: 2000 });
  });

  it("with other settings joins the thinking level", () => {
    const plan = shaped(target("openrouter/acme/thinker"), { thinking: "high", params: { extraBody: { reasoning: { summary: "auto" } } } });
    expect(plan.body["reasoning"]).toEqual({ effort: "high", summary: "auto" });
  });

  it("of the configuration has no say when the request brings its own extraBody", () => {
    const plan = shaped(one, { thinking: "high", params: { extraBody: { user: "ada" } } });
    expect(plan.body["reasoning"]).toEqual({ effort: "high" });
  });

  // OpenRouter: a different value in both is a 400.
  it("as the shorthand reasoning_effort also decides alone", () => {
    const plan = shaped(target("openrouter/acme/thinker"), { thinking: "high", params: { extraBody: { reasoning_effort: "low" } } });
    expect(plan.body["reasoning_effort"]).toBe("low");
    expect(plan.body).not.toHaveProperty("reasoning");
  });
});

describe("isReasoningOn", () => {
  const messages = [{ role: "user" as const, content: "Hello" }];

  it.each([
    ["a level", GENERIC, { thinking: "low" as const }, true],
    ["off", GENERIC, { thinking: "off" as const }, false],
    ["nothing asked", GENERIC, {}, false],
    ["nothing asked, mandatory", MANDATORY, {}, true],
    ["off, mandatory", MANDATORY, { thinking: "off" as const }, true],
    ["nothing asked, on by default", reasoningRow({ defaultEffort: "medium" }), {}, true],
    ["nothing asked, off by default", reasoningRow({ defaultEffort: "none" }), {}, false],
    ["off of a toggle", TOGGLE, { thinking: "off" as const }, false],
    ["a configured budget", GENERIC, { params: { extraBody: { reasoning: { max_tokens: 1 } } } }, true],
    ["a configured switch", GENERIC, { thinking: "high" as const, params: { extraBody: { reasoning: { enabled: false } } } }, false],
    ["a configured effort off", GENERIC, { thinking: "high" as const, params: { extraBody: { reasoning: { effort: "off" } } } }, false],
    ["a configured effort", GENERIC, { params: { extraBody: { reasoning_effort: "low" } } }, true],
    ["a configured effort none", GENERIC, { thinking: "high" as const, params: { extraBody: { reasoning_effort: "none" } } }, false],
  ])("is right about %s", (_name, row, input, on) => {
    expect(isReasoningOn(target("openrouter/acme/thinker", { row }), { messages, ...input })).toBe(on);
  });

  it("is never on for a model that takes no settings, or of which nothing is known", () => {
    for (const to of [target("openrouter/auto"), unknownTarget("openrouter/acme/unheard-of")])
      for (const input of [{ thinking: "high" as const }, {}]) expect(isReasoningOn(to, { messages, ...input })).toBe(false);
  });
});
