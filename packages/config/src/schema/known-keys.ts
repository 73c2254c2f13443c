import type * as z from "zod/mini";
import type { ConfigPath } from "../path/config-path.js";

type Schema = z.core.$ZodType;

/** The names that the schema knows at a path, for "did you mean". */
export function knownKeysAt(schema: Schema, path: ConfigPath): readonly string[] {
  const [head, ...rest] = path;
  const def = unwrap(schema)._zod.def as Partial<Definition>;
  if (def.type === "union") return (def.options ?? []).flatMap((option) => knownKeysAt(option, path));
  if (head === undefined) return def.type === "object" ? Object.keys(def.shape ?? {}) : [];
  const next = def.type === "object" ? (def.shape?.[head] ?? def.catchall) : def.type === "array" ? def.element : def.valueType;
  return next === undefined ? [] : knownKeysAt(next, rest);
}

interface Definition {
  readonly type: string;
  readonly shape: Readonly<Record<string, Schema>>;
  readonly options: readonly Schema[];
  readonly catchall: Schema;
  readonly element: Schema;
  readonly valueType: Schema;
  readonly innerType: Schema;
}

function unwrap(schema: Schema): Schema {
  const def = schema._zod.def as Partial<Definition>;
  return (def.type === "optional" || def.type === "nullable") && def.innerType !== undefined ? unwrap(def.innerType) : schema;
}
