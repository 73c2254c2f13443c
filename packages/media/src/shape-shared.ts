import { ConfigError, type JsonObject, type ModelTarget } from "@openclaw/core";

/** OpenRouter's `provider` object, on its own endpoint only (NET-2, CHAT-5). */
export function providerRouting(target: Pick<ModelTarget, "endpoint" | "params">): JsonObject {
  const { provider } = target.params;
  return target.endpoint.verified && provider !== undefined ? { provider } : {};
}

/**
 * The caller's own fields, last (CHAT-9).
 *
 * @throws ConfigError `config_invalid` when one is named that the request itself is made of.
 */
export function mergeExtraBody(body: JsonObject, target: Pick<ModelTarget, "params">, reserved: readonly string[]): JsonObject {
  const { extraBody } = target.params;
  if (extraBody === undefined) return body;
  const taken = reserved.filter((key) => key in extraBody);
  if (taken.length > 0) {
    throw new ConfigError(`params.extraBody may not name ${taken.join(", ")}.`, {
      code: "config_invalid",
      hint: "Remove it from extraBody.",
    });
  }
  return { ...body, ...extraBody };
}
