import type { ModelRow, ModelTarget } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { HELLO, shaped, step } from "../__fixtures__/shaped.js";
import { CUSTOM_URL, target, unknownTarget } from "../__fixtures__/targets.js";
import type { ChatInput } from "../chat-input.js";
import type { AssistantMessage, ChatMessage, ToolDefinition } from "../messages.js";
import { SHAPE_STEPS } from "./index.js";

type Row = readonly [to: ModelTarget, input: Partial<ChatInput>, applied: boolean, reason: string, warning?: readonly [string, string]];

const GPT = target("openrouter/openai/gpt-4o");
const CLAUDE = target("openrouter/anthropic/claude-sonnet-4.5");
const GEMINI = target("openrouter/google/gemini-3-pro");
const QWEN = target("openrouter/qwen/qwen3-max");
const DEEPSEEK = target("openrouter/deepseek/deepseek-v4-pro");
const CUSTOM = target("openrouter/anthropic/claude-sonnet-4.5", { baseUrl: CUSTOM_URL });
const thinker = (reasoning: Partial<NonNullable<ModelRow["reasoning"]>>): ModelTarget =>
  target("openrouter/acme/thinker", { row: { reasoning: { mandatory: false, maxTokens: false, ...reasoning } } });
const configured = (params: ModelTarget["params"]): ModelTarget => target("openrouter/openai/gpt-4o", { params });

const LOOK: ToolDefinition = { name: "look", inputSchema: { type: "object" } };
const ASK: ToolDefinition = { name: "ask", inputSchema: { type: "object" } };
const PLUGINS = [{ id: "web" }];

function answer(more: Partial<AssistantMessage>): ChatMessage {
  return { role: "assistant", content: "Hi.", ...more };
}
/** A question, and each of these answers with one more question behind it. */
function talk(...answers: readonly ChatMessage[]): Pick<ChatInput, "messages"> {
  return { messages: [...HELLO, ...answers.flatMap((one) => [one, ...HELLO])] };
}
const calls = (...ids: readonly string[]): Pick<ChatInput, "messages"> => ({
  messages: [
    ...HELLO,
    { role: "assistant", content: null, toolCalls: ids.map((id) => ({ id, name: "look", arguments: "{}" })) },
    ...ids.map((toolCallId) => ({ role: "tool" as const, toolCallId, content: "seen" })),
  ],
});
const signed = { type: "reasoning.text", text: "Hm.", signature: "EqQBCgIY", format: "anthropic-claude-v1" };
const sealed = (data: string) => ({ type: "reasoning.encrypted", data, format: "google-gemini-v1" });
const byClaude = { source: { model: "anthropic/claude-sonnet-4.5" } };
const thought = answer({ reasoningDetails: [signed], ...byClaude });

// CLI-5: `--dry-run` shows these words, and the warnings go to the user.
const TABLE: Readonly<Record<string, readonly Row[]>> = {
  "provider-routing": [
    [GPT, {}, false, "no provider routing is configured"],
    [GPT, { params: { provider: { order: ["groq"], zdr: true } } }, true, "routes by order, zdr"],
    [
      CUSTOM,
      { params: { provider: { zdr: true } } },
      false,
      "a custom base URL gets no provider object",
      ["provider_dropped", "Provider routing is not sent to a custom base URL."],
    ],
  ],
  messages: [
    [GPT, {}, true, "1 message"],
    [GPT, talk(answer({})), true, "3 messages"],
  ],
  tools: [
    [GPT, {}, false, "no tools were given"],
    [GPT, { tools: [LOOK] }, true, "1 tool, sorted by name"],
    [GPT, { tools: [LOOK, ASK] }, true, "2 tools, sorted by name"],
    [
      target("openrouter/acme/plain", { row: { supportedParameters: [] } }),
      { tools: [LOOK] },
      false,
      "the catalogue says that the model has no tools",
      ["tools_dropped", "openrouter/acme/plain cannot call tools; they are left out."],
    ],
  ],
  "tool-call-ids": [
    [GPT, calls("call_1"), false, "all tool-call ids are valid here"],
    [GPT, calls("a.b"), true, "1 tool-call id rewritten"],
    [GPT, calls("a.b", "c.d"), true, "2 tool-call ids rewritten"],
  ],
  sampling: [
    [GPT, {}, false, "no parameters are set"],
    [GPT, { params: { topP: 0.5, temperature: 0, maxTokens: 9 } }, true, "temperature, top_p, max_completion_tokens"],
    [target("openrouter/acme/short", { row: { maxOutputTokens: 50 } }), { params: { maxTokens: 50 } }, true, "max_completion_tokens"],
    [
      target("openrouter/acme/short", { row: { maxOutputTokens: 50 } }),
      { params: { maxTokens: 51 } },
      true,
      "max_completion_tokens",
      ["max_tokens_limited", "openrouter/acme/short writes at most 50 tokens; maxTokens 51 was lowered."],
    ],
  ],
  output: [
    [GPT, {}, false, "plain text was asked for"],
    [
      target("openrouter/openai/gpt-4o", { row: { supportedParameters: ["response_format"] } }),
      { sessionId: "s", responseFormat: { type: "json" } },
      true,
      "response_format, session_id",
    ],
    [
      GPT,
      { responseFormat: { type: "json" } },
      true,
      "the format in words",
      ["format_in_words", "openrouter/openai/gpt-4o has no structured output: the form of the answer is asked for in words."],
    ],
    [
      CUSTOM,
      { plugins: PLUGINS },
      false,
      "plain text was asked for",
      ["plugins_dropped", "OpenRouter's plugins are not sent to a custom base URL."],
    ],
  ],
  reasoning: [
    [thinker({}), {}, false, "no thinking level was asked for"],
    [thinker({}), { thinking: "high" }, true, "thinking high"],
    [thinker({}), { thinking: "off" }, true, "thinking off"],
    [thinker({}), { hideReasoning: true }, true, "reasoning is not sent back"],
    [thinker({}), { thinking: "low", hideReasoning: true }, true, "thinking low"],
    [target("openrouter/auto"), { thinking: "high" }, false, "this model takes no reasoning settings"],
    [configured({ extraBody: { reasoning: { max_tokens: 9 } } }), { thinking: "high" }, false, "extraBody sets reasoning itself"],
    [configured({ extraBody: { reasoning: { effort: "low" } } }), { thinking: "high" }, false, "extraBody sets reasoning itself"],
    [configured({ extraBody: { reasoning: { enabled: true } } }), { thinking: "high" }, false, "extraBody sets reasoning itself"],
    [unknownTarget("openrouter/acme/unheard-of"), { thinking: "off" }, false, "no thinking level was asked for"],
    [unknownTarget("openrouter/acme/unheard-of"), {}, false, "no thinking level was asked for"],
    [
      unknownTarget("openrouter/acme/unheard-of"),
      { thinking: "high" },
      false,
      "nothing is known of this model",
      ["thinking_dropped", 'Thinking "high" is left out for openrouter/acme/unheard-of: nothing is known of this model.'],
    ],
    [
      target("openrouter/acme/plain", { row: { supportedParameters: [] } }),
      { thinking: "low" },
      false,
      "the catalogue says that the model does not reason",
      ["thinking_dropped", 'Thinking "low" is left out for openrouter/acme/plain: the catalogue says that the model does not reason.'],
    ],
    [
      thinker({ supportedEfforts: ["high"] }),
      { thinking: "low" },
      true,
      "thinking low",
      ["thinking_changed", 'openrouter/acme/thinker does not take "low"; thinking is "high" instead.'],
    ],
    [
      thinker({ mandatory: true, supportedEfforts: ["low"] }),
      { thinking: "off" },
      true,
      "thinking off",
      ["thinking_changed", 'openrouter/acme/thinker always reasons; thinking is "low" instead.'],
    ],
    [
      thinker({ mandatory: true, supportedEfforts: [] }),
      { thinking: "off" },
      true,
      "thinking off",
      ["thinking_changed", 'openrouter/acme/thinker always reasons; thinking is "on" instead.'],
    ],
  ],
  "forced-tool": [
    [CLAUDE, { thinking: "low" }, false, "no tool is forced"],
    [CLAUDE, { tools: [LOOK], thinking: "low" }, false, "no tool is forced"],
    [CLAUDE, { tools: [LOOK], toolChoice: "none", thinking: "low" }, false, "no tool is forced"],
    [CLAUDE, { tools: [LOOK], toolChoice: "required" }, false, "a forced tool is accepted here"],
    [GPT, { tools: [LOOK], toolChoice: "required", thinking: "low" }, false, "a forced tool is accepted here"],
    [
      CLAUDE,
      { tools: [LOOK], toolChoice: "required", thinking: "low" },
      true,
      "a forced tool is refused while reasoning",
      [
        "tool_choice_changed",
        'openrouter/anthropic/claude-sonnet-4.5 cannot be forced to a tool while it reasons: tool choice is "auto" instead.',
      ],
    ],
  ],
  "reasoning-replay": [
    [CLAUDE, {}, false, "no earlier reasoning to replay"],
    [CLAUDE, talk(answer({})), false, "no earlier reasoning to replay"],
    [CLAUDE, talk(thought), false, "earlier reasoning goes back unchanged"],
    [QWEN, talk(answer({ reasoning: "Hm." })), false, "earlier reasoning goes back unchanged"],
    [
      CLAUDE,
      talk(answer({ reasoningDetails: [signed], reasoning: "Hm.", ...byClaude })),
      true,
      "earlier reasoning goes back in the form that this family takes",
    ],
    [CLAUDE, talk(answer({ reasoning: "Hm." })), true, "reasoning of 1 turn is not understood by this family"],
    [DEEPSEEK, { ...talk(answer({})), thinking: "high" }, true, "earlier reasoning goes back in the form that this family takes"],
    [DEEPSEEK, { ...talk(answer({})), thinking: "off" }, false, "no earlier reasoning to replay"],
    [
      DEEPSEEK,
      { ...talk(answer({ reasoning: "Hm." })), thinking: "off" },
      true,
      "earlier reasoning stays away while the model does not reason",
    ],
    [GPT, talk(thought), true, "reasoning of 1 turn is not understood by this family"],
    [GPT, talk(thought, thought), true, "reasoning of 2 turns is not understood by this family"],
    [CLAUDE, talk(thought, answer({ reasoningDetails: [sealed("YQ==")] })), true, "reasoning of 1 turn is not understood by this family"],
  ],
  "thought-signatures": [
    [GPT, {}, false, "this family signs no thoughts that way"],
    [GEMINI, talk(answer({ reasoningDetails: [sealed("YQ==")] })), false, "all signatures are valid"],
    [GEMINI, talk(answer({ reasoningDetails: [sealed("a!")] })), true, "signatures of 1 turn cleaned"],
    [
      GEMINI,
      talk(answer({ reasoningDetails: [sealed("a!")] }), answer({}), answer({ reasoningDetails: [sealed("b!")] })),
      true,
      "signatures of 2 turns cleaned",
    ],
  ],
  "trailing-assistant": [
    [GPT, {}, false, "this family takes a trailing assistant turn"],
    [CLAUDE, {}, false, "reasoning is off"],
    [CLAUDE, { thinking: "low" }, false, "the conversation ends with a user turn"],
    [
      CLAUDE,
      { thinking: "low", messages: [...HELLO, answer({})] },
      true,
      "1 trailing assistant turn dropped",
      [
        "prefill_dropped",
        "openrouter/anthropic/claude-sonnet-4.5 cannot continue an answer while it reasons: 1 trailing assistant turn(s) were left out.",
      ],
    ],
  ],
  "cache-markers": [
    [GPT, {}, false, "this family caches without markers"],
    [CUSTOM, {}, false, "a custom base URL gets no cache markers"],
    [CLAUDE, { cacheRetention: "none" }, false, "cacheRetention is none"],
    [CLAUDE, { messages: [answer({})] }, false, "nothing to mark, or all four markers are the caller's"],
    [CLAUDE, { tools: [LOOK] }, true, "2 markers, short retention"],
    [CLAUDE, { cacheRetention: "long" }, true, "1 marker, long retention"],
    [CLAUDE, { tools: [{ ...LOOK, cacheControl: {} }] }, true, "2 markers, short retention"],
  ],
  "response-cache": [
    [GPT, {}, false, "not asked for"],
    [CUSTOM, { params: { responseCache: true } }, false, "a custom base URL gets no response-cache headers"],
    [GPT, { params: { responseCache: true } }, true, "the response cache is on"],
    [GPT, { params: { responseCache: false } }, true, "the response cache is off for this request"],
  ],
  "unsupported-fields": [
    [GPT, {}, false, "nothing was left over"],
    [
      GPT,
      { params: { other: { serviceTier: "flex" } } },
      false,
      "not forwarded: serviceTier",
      ["param_dropped", 'The parameter "serviceTier" is not forwarded to OpenRouter; put it into extraBody to send it as it is.'],
    ],
  ],
  "extra-body": [
    [GPT, {}, false, "none is configured"],
    [configured({ extraBody: { top_a: 1, user: "ada" } }), {}, true, "top_a, user"],
    [
      configured({ extraBody: { store: true } }),
      {},
      false,
      "none is configured",
      ["param_dropped", "extraBody.store is not forwarded to OpenRouter."],
    ],
    [
      configured({ extraBody: { store: true, top_a: 1 } }),
      {},
      true,
      "top_a",
      ["param_dropped", "extraBody.store is not forwarded to OpenRouter."],
    ],
  ],
};

describe("what a plan says of its steps", () => {
  it("is stated here for every step", () => {
    expect(Object.keys(TABLE)).toEqual(SHAPE_STEPS.map((one) => one.name));
  });

  const rows = Object.entries(TABLE).flatMap(([name, given]) => given.map((row) => [name, row[3], row] as const));
  it.each(rows)("%s: %s", (name, _reason, [to, input, applied, reason, warning]) => {
    const plan = shaped(to, input);
    expect(step(plan, name)).toEqual({ applied, reason });
    expect(plan.warnings).toEqual(warning === undefined ? [] : [{ code: warning[0], message: warning[1] }]);
    // Plain data: nothing in it is undefined, so what is printed is what is sent.
    expect(plan).toStrictEqual(JSON.parse(JSON.stringify(plan)));
  });

  it("is that nothing changed only when nothing did", () => {
    for (const [name, , [to, input]] of rows) {
      const context = { target: to, input: { messages: HELLO, ...input }, params: { ...to.params, ...input.params } };
      const before = SHAPE_STEPS.slice(
        0,
        SHAPE_STEPS.findIndex((one) => one.name === name),
      );
      const draft = before.reduce((now, one) => one.apply(now, context).draft, { headers: {}, body: {} });
      const after = SHAPE_STEPS[before.length]?.apply(draft, context);
      expect([name, JSON.stringify(after?.draft) !== JSON.stringify(draft)]).toEqual([name, after?.applied]);
    }
  });
});
