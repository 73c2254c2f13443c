import type * as z from "zod";
import { Refusal } from "../errors/refusal.js";

const SHOWN_ISSUES = 3;
const MAX_TOLD = 300;

/** Checks a body against a schema. @throws Refusal naming the fields that are wrong, never their values */
export function readValid<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) => deepest(issue));
  const [first] = issues;
  const told = issues.slice(0, SHOWN_ISSUES).map(({ path, message }) => clip(path === "" ? message : `${path}: ${message}`));
  throw new Refusal("body_unreadable", told.join("; "), first === undefined || first.path === "" ? {} : { param: clip(first.path) });
}

/** Names of fields are the caller's own, and may be of any length. */
function clip(text: string): string {
  return text.length <= MAX_TOLD ? text : `${text.slice(0, MAX_TOLD)}…`;
}

interface Told {
  readonly path: string;
  readonly message: string;
}

/** Of a union that nothing fitted, the variant that came furthest says best what is wrong; where none did, all of them say. */
function deepest(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[] = []): readonly Told[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...path, key].map(String).join("."), message: "There is no such field." }));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const variants = issue.errors.map((errors) => errors.flatMap((inner) => deepest(inner, path)));
    const [best] = variants.toSorted((a, b) => depthOf(b) - depthOf(a));
    if (best !== undefined && depthOf(best) > path.length) return best;
    const messages = variants.flatMap((variant) => variant.map(({ message }) => message.replace(/^Invalid input: /, "")));
    return [{ path: path.map(String).join("."), message: `Invalid input: ${[...new Set(messages)].join(", or ")}` }];
  }
  return [{ path: path.map(String).join("."), message: issue.message }];
}

function depthOf(issues: readonly Told[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.split(".").length));
}
