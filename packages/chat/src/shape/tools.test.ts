import { describe, expect, it } from "vitest";
import { shaped, step, warningCodes } from "../__fixtures__/shaped.js";
import { target, unknownTarget } from "../__fixtures__/targets.js";
import type { ToolDefinition } from "../messages.js";

const MODEL = target("openrouter/openai/gpt-4o");
const LOOK: ToolDefinition = {
  name: "look",
  description: "Looks.",
  inputSchema: { type: "object", required: ["b"], properties: { b: { type: "string" }, a: {} } },
};
const ASK: ToolDefinition = { name: "ask", inputSchema: { type: "object" } };

describe("tools", () => {
  it("are written as functions, sorted by name, server tools last, with tool choice auto", () => {
    const { body } = shaped(MODEL, { tools: [{ type: "openrouter:web_search", parameters: { max_results: 3 } }, LOOK, ASK] });
    expect(body).toMatchObject({
      tool_choice: "auto",
      tools: [
        { type: "function", function: { name: "ask", parameters: { type: "object" } } },
        { type: "function", function: { name: "look", description: "Looks.", parameters: LOOK.inputSchema } },
        { type: "openrouter:web_search", parameters: { max_results: 3 } },
      ],
    });
    expect(body).not.toHaveProperty("parallel_tool_calls");
    expect(JSON.stringify(body)).not.toContain("strict");
  });

  it("have the same bytes whatever order their schema's keys and they themselves came in", () => {
    const { required, properties, type } = LOOK.inputSchema;
    const other = { ...LOOK, inputSchema: { properties, type, required } } as ToolDefinition;
    expect(JSON.stringify(shaped(MODEL, { tools: [ASK, other] }).body)).toBe(JSON.stringify(shaped(MODEL, { tools: [LOOK, ASK] }).body));
  });

  // CHAT-8
  it("are left out, with a warning, when the catalogue says that the model has none", () => {
    const plan = shaped(target("openrouter/meta-llama/llama-2", { row: { supportedParameters: ["temperature"] } }), { tools: [LOOK] });
    expect(plan.body).not.toHaveProperty("tools");
    expect(plan.body).not.toHaveProperty("tool_choice");
    expect(warningCodes(plan)).toEqual(["tools_dropped"]);
  });

  // CHAT-8
  it("are kept when the catalogue does not say, and for routers", () => {
    for (const one of [unknownTarget("openrouter/acme/unheard-of"), target("openrouter/auto", { row: { supportedParameters: [] } })])
      expect(shaped(one, { tools: [LOOK] }).body).toHaveProperty("tools");
  });

  it("say strict and parallel calls only when these were asked for", () => {
    const { body } = shaped(MODEL, { tools: [{ ...LOOK, strict: true }], params: { parallelToolCalls: false } });
    expect(body).toMatchObject({ parallel_tool_calls: false, tools: [{ function: { strict: true } }] });
    expect(shaped(MODEL, { params: { parallelToolCalls: false } }).body).not.toHaveProperty("parallel_tool_calls");
  });

  it("are written with nothing that was not given, and with the caller's own marker", () => {
    const { body } = shaped(MODEL, {
      tools: [
        { ...ASK, cacheControl: { ttl: "1h" } },
        { ...LOOK, cacheControl: {} },
        { name: "read", inputSchema: {} },
      ],
    });
    expect(body["tools"]).toStrictEqual([
      { type: "function", function: { name: "ask", parameters: { type: "object" } }, cache_control: { type: "ephemeral", ttl: "1h" } },
      {
        type: "function",
        function: { name: "look", description: "Looks.", parameters: LOOK.inputSchema },
        cache_control: { type: "ephemeral" },
      },
      { type: "function", function: { name: "read", parameters: {} } },
    ]);
  });

  it.each([
    ["none", "none"],
    ["required", "required"],
    [{ name: "look" }, { type: "function", function: { name: "look" } }],
  ] as const)("send the choice %j", (toolChoice, wire) => {
    expect(shaped(MODEL, { tools: [LOOK], toolChoice }).body["tool_choice"]).toEqual(wire);
  });

  it("send no choice without tools", () => {
    const plan = shaped(MODEL, { tools: [], toolChoice: "required" });
    expect(plan.body).not.toHaveProperty("tool_choice");
    expect(step(plan, "tools")?.applied).toBe(false);
  });
});

describe("a forced tool", () => {
  const claude = target("openrouter/anthropic/claude-sonnet-4.5");
  it.each(["required", { name: "look" }] as const)("%j becomes auto, with a warning, while Claude reasons", (toolChoice) => {
    const plan = shaped(claude, { tools: [LOOK], toolChoice, thinking: "low" });
    expect(plan.body["tool_choice"]).toBe("auto");
    expect(warningCodes(plan)).toEqual(["tool_choice_changed"]);
  });

  it("stays while Claude does not reason, and for everybody else", () => {
    expect(shaped(claude, { tools: [LOOK], toolChoice: "required", thinking: "off" }).body["tool_choice"]).toBe("required");
    expect(shaped(MODEL, { tools: [LOOK], toolChoice: "required", thinking: "high" }).body["tool_choice"]).toBe("required");
  });

  it("none is not forced", () => {
    expect(shaped(claude, { tools: [LOOK], toolChoice: "none", thinking: "high" }).body["tool_choice"]).toBe("none");
  });
});
