import type { JsonObject } from "@openclaw/core";
import * as z from "zod/mini";
import { configSchema } from "./config-schema.js";
import { descriptions } from "./parts.js";

/** The JSON Schema of `openclaw.json`, generated from the schema that checks it (CFG-8); `$schema` in a file points editors at it. */
export function configJsonSchema(): JsonObject {
  const generated = z.toJSONSchema(configSchema, { target: "draft-2020-12", io: "input", metadata: descriptions, unrepresentable: "any" });
  return {
    $id: "https://openclaw.ai/schemas/openclaw.json",
    title: "openclaw.json",
    description: "Configuration of OpenClaw. JSON5 with digit separators, ${VAR} references and $include.",
    ...(generated as unknown as JsonObject),
  };
}
