import type { JsonObject, JsonValue } from "@openclaw/core";
import type { ServerTool, ToolChoice, ToolDefinition } from "../messages.js";
import { writeCacheControl } from "./write-content.js";
import { stableJson } from "./stable-json.js";
import { type ShapeStep, unchanged, withBody } from "./step.js";

/**
 * CHAT-8: tools go along unless the catalogue says that the model has none. They are sorted by name and their schemas written in one key
 * order, so that the prompt prefix stays the same from turn to turn and the provider's cache is hit.
 */
export const tools: ShapeStep = {
  name: "tools",
  apply(draft, { input, target, params }) {
    const wanted = input.tools ?? [];
    if (wanted.length === 0) return unchanged(draft, "no tools were given");
    if (target.traits.tools === false) {
      return unchanged(draft, "the catalogue says that the model has no tools", [
        { code: "tools_dropped", message: `${target.model.ref} cannot call tools; they are left out.` },
      ]);
    }
    const functions = wanted.filter((tool): tool is ToolDefinition => "inputSchema" in tool).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const server = wanted.filter((tool): tool is ServerTool => !("inputSchema" in tool));
    return withBody(
      draft,
      {
        tools: [...functions.map(writeFunction), ...server.map((tool) => ({ ...tool }))],
        tool_choice: writeChoice(input.toolChoice ?? "auto"),
        ...(params.parallelToolCalls === undefined ? {} : { parallel_tool_calls: params.parallelToolCalls }),
      },
      `${wanted.length} tool${wanted.length === 1 ? "" : "s"}, sorted by name`,
    );
  },
};

function writeFunction(tool: ToolDefinition): JsonObject {
  return {
    type: "function",
    function: {
      name: tool.name,
      ...(tool.description === undefined ? {} : { description: tool.description }),
      parameters: stableJson(tool.inputSchema),
      ...(tool.strict === undefined ? {} : { strict: tool.strict }),
    },
    ...(tool.cacheControl === undefined ? {} : { cache_control: writeCacheControl(tool.cacheControl) }),
  };
}

function writeChoice(choice: ToolChoice): JsonValue {
  return typeof choice === "string" ? choice : { type: "function", function: { name: choice.name } };
}
