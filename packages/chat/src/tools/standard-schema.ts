import { type JsonObject, ToolkitError } from "@openclaw/core";

/**
 * The two shared interfaces that schema libraries speak (standardschema.dev): validation, and conversion to JSON Schema. Zod 4.2 and newer
 * has both, so tools and structured output take zod schemas without this package depending on zod.
 */
export interface StandardSchema<Output = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly jsonSchema?: { readonly input: (options: { readonly target: "draft-2020-12" }) => Record<string, unknown> };
  };
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string;
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
      }[];
    };

/** The JSON Schema of a standard schema. @throws ToolkitError `input_invalid` when its library cannot write one */
export function toJsonSchema(schema: StandardSchema): JsonObject {
  // Without types, anything may be given.
  const standard = (schema as Partial<StandardSchema>)["~standard"];
  if (standard?.jsonSchema === undefined) {
    const what =
      standard === undefined ? "What was given as a schema is none" : `The schema library "${standard.vendor}" cannot write JSON Schema`;
    throw new ToolkitError(`${what}.`, {
      code: "input_invalid",
      hint: 'Use zod 4.2 or newer, or wrap a JSON Schema: jsonSchema({ type: "object", … }).',
    });
  }
  const { $schema: _dialect, ...jsonSchema } = standard.jsonSchema.input({ target: "draft-2020-12" });
  return jsonSchema as JsonObject;
}

/** Validates; the problems come as one line each, in words a model can act on: `city: expected string`. */
export async function validate<Output>(
  schema: StandardSchema<Output>,
  value: unknown,
): Promise<{ readonly value: Output } | { readonly problems: readonly string[] }> {
  const result = await schema["~standard"].validate(value);
  if (result.issues === undefined) return { value: result.value };
  return {
    problems: result.issues.map(({ message, path = [] }) => {
      const place = path.map((segment) => String(typeof segment === "object" ? segment.key : segment)).join(".");
      return place === "" ? message : `${place}: ${message}`;
    }),
  };
}
