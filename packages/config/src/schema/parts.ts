import * as z from "zod/mini";

// Small building blocks of the schema. zod/mini: the full build costs 25 times the bytes at start-up for the same checks.

const passed = z.optional(z.unknown());
const optionals = new WeakMap<z.core.$ZodType, z.core.$ZodType>();

/** `z.optional`, made once for each schema: building the schema is the larger part of what loading a configuration costs. */
export function optional<Schema extends z.core.$ZodType>(schema: Schema): z.ZodMiniOptional<Schema> {
  const known = optionals.get(schema) ?? z.optional(schema);
  optionals.set(schema, known);
  return known as z.ZodMiniOptional<Schema>;
}

/** A strict object: unknown keys are errors. `passing` names keys that belong to other parts of OpenClaw and are not looked into. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape, passing: readonly string[] = []): z.ZodMiniObject<Shape> {
  const others = Object.fromEntries(passing.map((key) => [key, passed]));
  return z.strictObject({ ...others, ...shape });
}

/** Descriptions by schema, for the JSON Schema. A registry of our own: zod's global one belongs to whoever else uses zod. */
export const descriptions = z.registry<{ readonly description: string }>();

/** Adds the text that editors show and the reference prints. The schema is copied, because building blocks are shared. */
export function described<Schema extends z.core.$ZodType>(schema: Schema, description: string): Schema {
  const own = z.clone(schema);
  descriptions.add(own, { description });
  return own;
}

export const text = z.string();
export const filledText = z.string().check(z.trim(), z.minLength(1));
export const flag = z.boolean();
export const texts = z.array(z.string());
export const count = z.number().check(z.int(), z.gte(0));
export const positiveCount = z.number().check(z.int(), z.gte(1));
export const positiveNumber = z.number().check(z.gt(0));
/** Milliseconds; 0 switches a clock off. */
export const durationMs = z.number().check(z.gte(0), z.lte(2_147_483_647));
export const seconds = z.number().check(z.gte(0), z.lte(2_147_483));
/** A bag: any keys, any JSON values. */
export const bag = z.record(z.string(), z.unknown());
