import type { SyntaxNode } from "./syntax-tree.js";

/** The plain value of a tree. `__proto__` is never taken over; of a repeated name the last one counts. */
export function toValue(node: SyntaxNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "array") return node.items.map(toValue);
  const object: Record<string, unknown> = {};
  for (const member of node.members) {
    if (member.key !== "__proto__") object[member.key] = toValue(member.value);
  }
  return object;
}
