import type { JsonValue } from "@openclaw/core";
import type { ResponseFormat } from "../chat-input.js";
import { stableJson } from "./stable-json.js";
import { type ShapeStep, unchanged, withBody } from "./step.js";

/** The form of the answer: format, modalities, sound, plugins; and the session that keeps the provider's cache warm. */
export const output: ShapeStep = {
  name: "output",
  apply(draft, { input, target }) {
    const fields: Record<string, JsonValue | undefined> = {
      response_format: input.responseFormat === undefined ? undefined : writeFormat(input.responseFormat),
      modalities: input.modalities,
      audio: input.audio === undefined ? undefined : { ...input.audio },
      image_config: input.imageConfig,
      // Both are OpenRouter's own; a custom server need not know them.
      plugins: target.endpoint.verified ? input.plugins : undefined,
      session_id: target.endpoint.verified ? input.sessionId?.slice(0, 256) : undefined,
    };
    const set = Object.entries(fields).filter(([, value]) => value !== undefined);
    const warnings =
      input.plugins !== undefined && !target.endpoint.verified
        ? [{ code: "plugins_dropped", message: "OpenRouter's plugins are not sent to a custom base URL." }]
        : [];
    if (set.length === 0) return unchanged(draft, "plain text was asked for", warnings);
    return withBody(draft, Object.fromEntries(set), set.map(([key]) => key).join(", "), warnings);
  },
};

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
