import type * as z from "zod/mini";
import type { ConfigPath } from "../path/config-path.js";

type Schema = z.core.$ZodType;

/** What zod keeps of the kinds of schema that names stand in. Every object here is strict, loose or has a catchall (`parts.ts`). */
type Definition =
  | { readonly type: "optional"; readonly innerType: Schema }
  | { readonly type: "union"; readonly options: readonly Schema[] }
  | { readonly type: "object"; readonly shape: Readonly<Record<string, Schema>>; readonly catchall: Schema }
  | { readonly type: "array"; readonly element: Schema }
  | { readonly type: "record"; readonly valueType: Schema }
  | { readonly type: "string" };

/** The names that the schema knows at a path, for "did you mean". Of a choice, the names of all its branches. */
export function knownKeysAt(schema: Schema, path: ConfigPath): readonly string[] {
  const [head, ...rest] = path;
  const def = schema._zod.def as Definition;
  switch (def.type) {
    case "optional":
      return knownKeysAt(def.innerType, path);
    case "union":
      return def.options.flatMap((option) => knownKeysAt(option, path));
    case "object":
      return head === undefined ? Object.keys(def.shape) : knownKeysAt(def.shape[head] ?? def.catchall, rest);
    case "array":
      return knownKeysAt(def.element, rest);
    case "record":
      return knownKeysAt(def.valueType, rest);
    default:
      return [];
  }
}
