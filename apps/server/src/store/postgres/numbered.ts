import { createHash } from "node:crypto";

const known = new Map<string, { readonly name: string; readonly text: string }>();
const MAX_KNOWN = 500;

/** `?` becomes `$1`, `$2`, …; the name lets each connection prepare a statement once. Literals in our SQL hold no question marks. */
export function numbered(sql: string): { readonly name?: string; readonly text: string } {
  const found = known.get(sql);
  if (found !== undefined) return found;
  let count = 0;
  const text = sql.replaceAll("?", () => `$${++count}`);
  // Tables are made once.
  if (!/^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)/i.test(sql) || known.size >= MAX_KNOWN) return { text };
  const made = { name: createHash("sha256").update(sql).digest("base64url").slice(0, 24), text };
  known.set(sql, made);
  return made;
}
