import type { JsonValue } from "@openclaw/core";
import type { ResponseFormat } from "../chat-input.js";
import { formatInWords } from "./format-in-words.js";
import { stableJson } from "./stable-json.js";
import { type MessageWire, type ShapeStep, unchanged, withBody } from "./step.js";

/** The form of the answer: format, modalities, sound, plugins; and the session that keeps the provider's cache warm. */
export const output: ShapeStep = {
  name: "output",
  apply(draft, { input, target }) {
    const { responseFormat: format } = input;
    // OpenRouter drops a format that the model does not know, without a word; the answer would be prose.
    const words = format !== undefined && target.traits.structuredOutput === false ? formatInWords(format) : undefined;
    const fields: Record<string, JsonValue | undefined> = {
      response_format: format === undefined || words !== undefined ? undefined : writeFormat(format),
      messages: words === undefined ? undefined : [...withInstruction(draft.body["messages"] as readonly MessageWire[], words)],
      modalities: input.modalities,
      audio: input.audio === undefined ? undefined : { ...input.audio },
      image_config: input.imageConfig,
      // Both are OpenRouter's own; a custom server need not know them.
      plugins: target.endpoint.verified ? input.plugins : undefined,
      session_id: target.endpoint.verified ? input.sessionId?.slice(0, 256) : undefined,
    };
    const set = Object.entries(fields).filter(([, value]) => value !== undefined);
    const warnings = [
      ...(input.plugins !== undefined && !target.endpoint.verified
        ? [{ code: "plugins_dropped", message: "OpenRouter's plugins are not sent to a custom base URL." }]
        : []),
      ...(words === undefined
        ? []
        : [
            {
              code: "format_in_words",
              message: `${target.model.ref} has no structured output: the form of the answer is asked for in words.`,
            },
          ]),
    ];
    if (set.length === 0) return unchanged(draft, "plain text was asked for", warnings);
    return withBody(
      draft,
      Object.fromEntries(set),
      set.map(([key]) => (key === "messages" ? "the format in words" : key)).join(", "),
      warnings,
    );
  },
};

/** Behind what was asked, and before the beginning of an answer that is to be continued. */
function withInstruction(messages: readonly MessageWire[], content: string): readonly MessageWire[] {
  const end = messages.findLastIndex(({ role }) => role !== "assistant") + 1;
  return [...messages.slice(0, end), { role: "system", content }, ...messages.slice(end)];
}

function writeFormat(format: ResponseFormat): JsonValue {
  switch (format.type) {
    case "text":
      return { type: "text" };
    case "json":
      return { type: "json_object" };
    case "json-schema":
      return {
        type: "json_schema",
        json_schema: {
          name: format.name,
          schema: stableJson(format.schema),
          ...(format.strict === undefined ? {} : { strict: format.strict }),
        },
      };
  }
}
