type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 1;
const within =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === "number" && value >= least && value <= most;

// The bounds are those of the schema; what is not named here is the schema's to read.
const FIELDS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["messages", (value) => Array.isArray(value) && value.length > 0 && value.every(isPlainMessage)],
  ["model", isText],
  ["stream", isFlag],
  ["max_tokens", isCount],
  ["max_completion_tokens", isCount],
  ["temperature", within(0, 2)],
  ["top_p", within(0, 1)],
  ["user", isText],
]);

/**
 * Is this a chat request of the most common kind: texts, a model, the usual settings? Then the schema would find nothing wrong with it and change
 * nothing in it, and need not be asked.
 */
export function isPlainRequest(body: Readonly<Record<string, unknown>>): boolean {
  if (body["messages"] === undefined) return false;
  for (const name in body) if (FIELDS.get(name)?.(body[name]) !== true) return false;
  return true;
}

function isPlainMessage(message: unknown): boolean {
  if (typeof message !== "object" || message === null) return false;
  const { role, content } = message as { readonly role?: unknown; readonly content?: unknown };
  if ((role !== "user" && role !== "system" && role !== "assistant") || typeof content !== "string") return false;
  for (const name in message) if (name !== "role" && name !== "content") return false;
  return true;
}
