import { configSchema } from "./config-schema.js";
import { type PathIssue, readIssues } from "./issues.js";

/** Checks a document, with its variables in place and still in the spelling of its file. No issues: it may be used. */
export function validateDocument(document: unknown): readonly PathIssue[] {
  const result = configSchema.safeParse(document, { reportInput: true });
  return result.success ? [] : readIssues(result.error.issues);
}
