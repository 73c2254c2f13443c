/** The strings of an array; `undefined` when it is not an array. */
export function readStrings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : undefined;
}
