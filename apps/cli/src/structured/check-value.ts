import { readArray, readNumber, readObject, readString, readStrings } from "@openclaw/core/internal";

interface Problem {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/**
 * What of a value does not fit a JSON Schema: types, enum, const, required and further properties, items, limits of numbers, texts and
 * lists, anyOf, oneOf, allOf, local references. What else a schema says is for the provider.
 */
export function findProblems(value: unknown, schema: unknown, root: unknown = schema, path: Problem["path"] = []): readonly Problem[] {
  const rules = readObject(schema);
  if (rules === undefined) return schema === false ? [{ message: "nothing may stand here", path }] : [];
  const reference = readString(rules["$ref"]);
  if (reference !== undefined) return path.length > 64 ? [] : findProblems(value, resolveReference(root, reference), root, path);
  const problem = (message: string): readonly Problem[] => [{ message, path }];

  const types = readStrings(rules["type"]) ?? (readString(rules["type"]) === undefined ? [] : [String(rules["type"])]);
  if (types.length > 0 && !types.some((type) => hasType(value, type)))
    return problem(`expected ${types.join(" or ")}, got ${typeName(value)}`);
  const allowed = readArray(rules["enum"]);
  if (allowed !== undefined && !allowed.some((item) => same(item, value))) return problem(`expected one of ${JSON.stringify(allowed)}`);
  if (Object.hasOwn(rules, "const") && !same(rules["const"], value)) return problem(`expected ${JSON.stringify(rules["const"])}`);

  const inside = (sub: unknown): readonly Problem[] => findProblems(value, sub, root, path);
  const any = readArray(rules["anyOf"]) ?? readArray(rules["oneOf"]);
  if (any !== undefined && any.every((option) => inside(option).length > 0)) return problem("fits none of the allowed forms");
  return [
    ...(readArray(rules["allOf"]) ?? []).flatMap(inside),
    ...limits(value, rules).flatMap(problem),
    ...parts(value, rules, root, path),
  ];
}

type Rules = Readonly<Record<string, unknown>>;

function limits(value: unknown, rules: Rules): readonly string[] {
  const size =
    typeof value === "number"
      ? value
      : typeof value === "string"
        ? Array.from(value).length
        : Array.isArray(value)
          ? value.length
          : undefined;
  if (size === undefined) return [];
  const [low, high] =
    typeof value === "number" ? ["minimum", "maximum"] : typeof value === "string" ? ["minLength", "maxLength"] : ["minItems", "maxItems"];
  const [least, most] = [readNumber(rules[low ?? ""]), readNumber(rules[high ?? ""])];
  return [
    ...(least !== undefined && size < least ? [`${low} is ${least}`] : []),
    ...(most !== undefined && size > most ? [`${high} is ${most}`] : []),
  ];
}

function parts(value: unknown, rules: Rules, root: unknown, path: Problem["path"]): readonly Problem[] {
  if (Array.isArray(value)) {
    return rules["items"] === undefined ? [] : value.flatMap((item, index) => findProblems(item, rules["items"], root, [...path, index]));
  }
  const object = readObject(value);
  if (object === undefined) return [];
  const properties = readObject(rules["properties"]) ?? {};
  const missing = (readStrings(rules["required"]) ?? []).filter((name) => !Object.hasOwn(object, name));
  return [
    ...missing.map((name) => ({ message: "is missing", path: [...path, name] })),
    ...Object.entries(object).flatMap(([name, item]) => {
      const own = Object.hasOwn(properties, name) ? properties[name] : rules["additionalProperties"];
      return own === undefined ? [] : findProblems(item, own, root, [...path, name]);
    }),
  ];
}

function resolveReference(root: unknown, reference: string): unknown {
  if (!reference.startsWith("#")) return undefined;
  return reference
    .slice(1)
    .split("/")
    .slice(1)
    .reduce<unknown>((at, part) => readObject(at)?.[part.replaceAll("~1", "/").replaceAll("~0", "~")], root);
}

function hasType(value: unknown, type: string): boolean {
  return type === "integer" ? Number.isInteger(value) : type === typeName(value);
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
